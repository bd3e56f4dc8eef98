import { AppError } from '../../../shared/errors.ts'
import { isLoopbackHost, parseRegistryAddress } from '../../../shared/model/reference.ts'
import type { RegistryEndpoint } from '../oci/base/endpoint.ts'

export type TypedAddress = {
  readonly host: string
  readonly path: string
  /** Ways to reach it, in the order to try. */
  readonly endpoints: readonly [RegistryEndpoint, ...RegistryEndpoint[]]
}

/**
 * Throws `invalid-input/not-an-address`. Where no scheme is written, plain HTTP off the machine comes last: it is
 * tried only at a registry that speaks nothing else, and never before the user agreed (probe-registry).
 */
export const readTypedAddress = (text: string): TypedAddress => {
  const address = parseRegistryAddress(text)
  if (!address)
    throw new AppError('invalid-input', 'not-an-address', { address: text.slice(0, 120) })
  const { host, path, scheme } = address
  const plain = { host: plainHostOf(text) ?? host, plainHttp: true }
  const encrypted = { host, plainHttp: false }
  if (scheme === 'http') return { host, path, endpoints: [plain] }
  if (scheme === 'https') return { host, path, endpoints: [encrypted] }
  // On the machine itself nearly every registry speaks plain HTTP, and nobody else can listen.
  if (isLoopbackHost(host)) return { host, path, endpoints: [plain, encrypted] }
  return { host, path, endpoints: [encrypted, plain] }
}

/** The same place without TLS, where a port 443 has to be said. */
const plainHostOf = (text: string): string | undefined =>
  parseRegistryAddress(`http://${text.trim().replace(/^[a-z]+:\/\//i, '')}`)?.host

/** Whether the user still has to agree to send everything unencrypted. */
export const needsPlainHttpAgreement = ({ host, plainHttp }: RegistryEndpoint): boolean =>
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
