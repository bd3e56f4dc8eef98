/** What a connection really was. */
export type ConnectionSeen = {
  /** `TLS 1.3`, or `plain HTTP`. */
  readonly protocol: string
  /** `extra-ca`: an authority that only NODE_EXTRA_CA_CERTS names. */
  readonly verifiedBy: 'system' | 'extra-ca' | 'ca-file' | 'pin' | 'nothing'
  readonly issuer?: string
  readonly validToMs?: number
  readonly clientCertificateAsked?: boolean
  /** `proxy.corp.internal:3128`, never with a password. */
  readonly proxy?: string
  /** The setting that named the proxy, or kept it out of the way. */
  readonly proxySetBy?: string
}
