import type { Output } from '../../../shared/ipc/contract.ts'
import type { FoundSignIn as Shown } from '../../../shared/ipc/schemas/sign-ins.ts'
import { signInHost } from '../../../shared/model/sign-in-host.ts'
import type { SavedRegistry } from '../store/saved-registries.ts'
import { tokenUser } from '../sign-in-sources/auth-file.ts'
import type { FoundSignIn, FoundSignIns } from '../sign-in-sources/found-sign-ins.ts'

/** What the user may choose from, and what of the files cannot be taken. */
export const listImportable = async (
  found: FoundSignIns,
  saved: readonly SavedRegistry[],
  signal: AbortSignal,
): Promise<Output<'signIns.found'>> => ({
  found: showImportable(await found.list(signal), saved),
  broken: found.broken().map(({ shown, source }) => ({ file: shown, source })),
  unusable: found.unusable().map(({ key, reason, file: { shown, source } }) => ({
    key,
    reason,
    file: shown,
    source,
  })),
})

/** Of several for the same registry the first that works is proposed. */
export const showImportable = (
  found: readonly FoundSignIn[],
  saved: readonly SavedRegistry[],
): Shown[] => {
  const first = new Map<string, FoundSignIn>()
  for (const one of found) {
    // A helper that is not there hides nothing.
    if (one.secretIn.kind === 'missing-helper') continue
    if (!first.has(placeOf(one))) first.set(placeOf(one), one)
  }
  return found.map(one => {
    const { id, host, path, username, file, secretIn, tokenKind } = one
    const before = first.get(placeOf(one))
    return {
      id,
      host,
      path,
      ...(username !== undefined && { username }),
      source: file.source,
      file: file.shown,
      secretIn,
      tokenKind,
      ...(before && before !== one && { shadowedBy: describe(before) }),
      alreadyAdded: saved.some(registry =>
        isSignedInWith({ ...registry, username: registry.signIn?.username }, one),
      ),
    }
  })
}

const placeOf = ({ host, path }: FoundSignIn) => `${host}/${path}`

const describe = ({ username, file }: FoundSignIn) => ({
  ...(username !== undefined && { username }),
  source: file.source,
})

/** Whether a registry has this sign-in already; one whose user only a helper knows is taken for the same. */
export const isSignedInWith = (
  registry: { readonly host: string; readonly path: string; readonly username: string | undefined },
  { host, path, username, tokenKind }: FoundSignIn,
): boolean =>
  signInHost(registry.host) === host &&
  registry.path === path &&
  registry.username !== undefined &&
  (username === undefined ||
    registry.username === (tokenKind === 'password' ? username : tokenUser))
