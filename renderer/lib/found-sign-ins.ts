import type { FoundSignIn } from '../../shared/ipc/schemas/sign-ins.ts'
import { signInHost } from '../../shared/model/sign-in-host.ts'

type Address = { readonly host: string; readonly path: string }

/** Of this host, or of a path that leads to where the user works; the longest path first. */
export const signInsFor = (
  found: readonly FoundSignIn[],
  address: Address | undefined,
): readonly FoundSignIn[] => {
  if (!address) return []
  const kept = signInHost(address.host)
  return found
    .filter(
      ({ host, path }) =>
        host === kept && (path === '' || `${address.path}/`.startsWith(`${path}/`)),
    )
    .sort((a, b) => b.path.length - a.path.length)
}

/** Without those whose helper is missing. */
export const usableSignIns = (
  found: readonly FoundSignIn[],
  address: Address | undefined,
): readonly FoundSignIn[] =>
  signInsFor(found, address).filter(({ secretIn }) => secretIn.kind !== 'missing-helper')
