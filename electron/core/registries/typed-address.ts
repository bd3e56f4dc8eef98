import { AppError } from '../../../shared/errors.ts'
import { isLoopbackHost, parseRegistryAddress } from '../../../shared/model/reference.ts'
import type { RegistryEndpoint } from '../oci/types.ts'

export type TypedAddress = {
  readonly host: string
  readonly path: string
  /** Ways to reach it, in the order to try. More than one only on the machine itself. */
  readonly endpoints: readonly [RegistryEndpoint, ...RegistryEndpoint[]]
}

/** Throws `invalid-input/not-an-address`. Plain HTTP is never a fallback: `http://` has to be written. */
export const readTypedAddress = (text: string): TypedAddress => {
  const address = parseRegistryAddress(text)
  if (!address)
    throw new AppError('invalid-input', 'not-an-address', { address: text.slice(0, 120) })
  const { host, path, scheme } = address
  const plain = { host, plainHttp: true }
  const encrypted = { host, plainHttp: false }
  if (scheme === 'http') return { host, path, endpoints: [plain] }
  // On the machine itself nearly every registry speaks plain HTTP, and nobody else can listen.
  if (scheme !== 'https' && isLoopbackHost(host))
    return { host, path, endpoints: [plain, encrypted] }
  return { host, path, endpoints: [encrypted] }
}

/** Whether the user still has to agree to send everything unencrypted. */
export const owesPlainHttp = ({ host, plainHttp }: RegistryEndpoint): boolean =>
  plainHttp && !isLoopbackHost(host)

/** A saved registry keeps the way that was found when it was added. */
export const typedAddressOf = ({
  host,
  path,
  plainHttp,
}: RegistryEndpoint & { readonly path: string }): TypedAddress => ({
  host,
  path,
  endpoints: [{ host, plainHttp }],
})
