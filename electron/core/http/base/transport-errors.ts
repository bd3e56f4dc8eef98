import { AppError } from '../../../../shared/errors.ts'
import type { ErrorCode, Reason } from '../../../../shared/error-reasons.ts'

type Meaning = { [C in ErrorCode]: readonly [C, Reason<C>] }[ErrorCode]

const meanings: Readonly<Record<string, Meaning>> = {
  ENOTFOUND: ['unreachable', 'name-not-found'],
  ECONNREFUSED: ['unreachable', 'connection-refused'],
  ECONNRESET: ['unreachable', 'cut-off'],
  ECONNABORTED: ['unreachable', 'cut-off'],
  EPIPE: ['unreachable', 'cut-off'],
  UND_ERR_SOCKET: ['unreachable', 'cut-off'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['unreachable', 'cut-off'],
  ETIMEDOUT: ['unreachable', 'timed-out'],
  UND_ERR_CONNECT_TIMEOUT: ['unreachable', 'timed-out'],
  UNSAFE_ADDRESS: ['unsupported', 'unsafe-address'],
  UND_ERR_HEADERS_OVERFLOW: ['unsupported', 'malformed-answer'],
  CLIENT_CERTIFICATE_WANTED: ['untrusted-certificate', 'client-certificate'],
  CERT_HAS_EXPIRED: ['untrusted-certificate', 'expired'],
  CERT_NOT_YET_VALID: ['untrusted-certificate', 'not-yet-valid'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['untrusted-certificate', 'wrong-host'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['untrusted-certificate', 'self-signed'],
  SELF_SIGNED_CERT_IN_CHAIN: ['untrusted-certificate', 'not-trusted'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['untrusted-certificate', 'not-trusted'],
  UNABLE_TO_GET_ISSUER_CERT: ['untrusted-certificate', 'not-trusted'],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['untrusted-certificate', 'not-trusted'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['unreachable', 'speaks-http'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['unreachable', 'speaks-http'],
}

// OpenSSL and llhttp have dozens each; BoringSSL names the same alerts a little differently.
const families: ReadonlyArray<readonly [RegExp, Meaning]> = [
  [/^ERR_SSL_.*ALERT_CERTIFICATE_REQUIRED/, ['untrusted-certificate', 'client-certificate']],
  [
    /^ERR_SSL_.*ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|ACCESS_DENIED)/,
    ['untrusted-certificate', 'client-certificate-refused'],
  ],
  // A client certificate is asked for, or nothing that both sides know is left: TLS 1.2 does not say which.
  [/^ERR_SSL_.*ALERT_HANDSHAKE_FAILURE/, ['unreachable', 'handshake-refused']],
  [
    /^ERR_SSL_(?:EE_KEY_TOO_SMALL|CA_KEY_TOO_SMALL|CA_MD_TOO_WEAK|DH_KEY_TOO_SMALL)/,
    ['untrusted-certificate', 'weak'],
  ],
  [/^HPE_(?:INVALID_EOF_STATE|CLOSED_CONNECTION)$/, ['unreachable', 'cut-off']],
  [/^HPE_/, ['unsupported', 'malformed-answer']],
  [
    /^(?:CERT_|CRL_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/,
    ['untrusted-certificate', 'not-trusted'],
  ],
]

const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  // undici may leave out which rule of HTTP was broken; an answer that only ends early is a socket error.
  if (error.name === 'HTTPParserError') return 'HPE_UNKNOWN'
  // Node tries every address of a name and tells of all of them at once.
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return codeOf(error.cause)
}

/** What a failed connection means. Anything unknown is "cannot be reached". */
export const errorFromTransport = (error: unknown, host: string): AppError => {
  const code = codeOf(error)
  const [kind, reason] = meanings[code] ??
    families.find(([pattern]) => pattern.test(code))?.[1] ?? ['unreachable', 'connection-failed']
  return new AppError(kind, reason as Reason<ErrorCode>, { host }, { cause: error })
}

const transient = new Set(['connection-failed', 'cut-off', 'timed-out'])

/** Whether the same request may well succeed in a moment. */
export const isTransient = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'unreachable' && transient.has(error.reason)
