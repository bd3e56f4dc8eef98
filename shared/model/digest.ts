/** A content digest `algorithm:hex`, checked: safe in a URL and in a file name. */
export type Digest = string & { readonly __brand: 'Digest' }

// The registered algorithms of the OCI image spec (descriptor.md#registered-algorithms), lower-case hex only.
const digestPattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/

export const isDigest = (text: string): text is Digest => digestPattern.test(text)

/** Returns the digest, or undefined when the text is none (wrong algorithm, length, case, or a path). */
export const parseDigest = (text: string): Digest | undefined => (isDigest(text) ? text : undefined)

export const digestAlgorithm = (digest: Digest): 'sha256' | 'sha512' =>
  digest.startsWith('sha512:') ? 'sha512' : 'sha256'

export const digestHex = (digest: Digest): string => digest.slice(digest.indexOf(':') + 1)

/** The form tables show: `sha256:ab12…f3` (4 + 2). */
export const shortDigest = (digest: string): string => {
  const colon = digest.indexOf(':')
  return `${digest.slice(0, colon + 5)}…${digest.slice(-2)}`
}
