import { z } from 'zod'
import { id, timestampMs } from './values.ts'

/** Upper-case hexadecimal pairs with colons, as openssl prints it. */
const fingerprint = z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)

export const certificate = z.object({
  /** Common name, else the whole distinguished name. */
  subject: z.string(),
  issuer: z.string(),
  /** DNS names and addresses it is for. */
  names: z.array(z.string()),
  validFromMs: timestampMs,
  validToMs: timestampMs,
  sha256: fingerprint,
})
export type Certificate = z.infer<typeof certificate>

export const certificateProblem = z.enum([
  'unknown-issuer',
  'self-signed',
  'expired',
  'not-yet-valid',
  'wrong-host',
  'weak',
  'pin-differs',
  'incomplete-chain',
  'other',
])
export type CertificateProblem = z.infer<typeof certificateProblem>

/** A CA file that docker's or podman's certs.d holds for this host. */
export const offeredCaFile = z.object({
  id,
  /** With ~ for the home folder. */
  file: z.string(),
  foundFor: z.enum(['docker', 'podman']),
  /** Name of the root in it that vouches for the certificate; absent where none does. */
  vouches: z.string().optional(),
})

/** A client certificate and its key that certs.d holds for this host: `client.cert` beside `client.key`. */
export const offeredClientCertificate = z.object({
  id,
  file: z.string(),
  keyFile: z.string(),
  foundFor: z.enum(['docker', 'podman']),
})

/** What a registry showed when its certificate was looked at; nothing was sent over that connection. */
export const certificateView = z.object({
  host: z.string(),
  /** Where it was seen: `10.60.1.8 port 443`. */
  address: z.string(),
  port: z.number().int(),
  trusted: z.boolean(),
  problems: z.array(certificateProblem),
  /** The certificate of the host first. At most 10. */
  chain: z.array(certificate).min(1),
  offers: z.array(offeredCaFile),
  clientOffers: z.array(offeredClientCertificate).optional(),
})
export type CertificateView = z.infer<typeof certificateView>

/** How a registry is reached beside its address. Write-only where a secret goes in; files by the token of a grant. */
export const connectionChange = z.object({
  /** System and bundled roots always stay; the file is added. */
  ca: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('system') }),
      z.object({ kind: z.literal('offered'), offerId: id }),
      z.object({ kind: z.literal('file'), token: z.string().max(64) }),
    ])
    .optional(),
  clientCertificate: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      /** Pairs of `*.cert` and `*.key` in certs.d. */
      z.object({ kind: z.literal('offered'), offerId: id }),
      z.object({
        kind: z.literal('pem'),
        certificateToken: z.string().max(64),
        keyToken: z.string().max(64),
        passphrase: z.string().max(1024).optional(),
      }),
      z.object({
        kind: z.literal('pkcs12'),
        token: z.string().max(64),
        passphrase: z.string().max(1024).optional(),
      }),
    ])
    .optional(),
  /** Exactly this certificate is taken from this host, whoever vouches for it; null lets the pin go. */
  pin: fingerprint.nullable().optional(),
  /** `system`: the environment's HTTPS_PROXY and NO_PROXY, then the system's settings (desktop). */
  proxy: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('system') }),
      z.object({ kind: z.literal('none') }),
      z.object({
        kind: z.literal('address'),
        url: z.string().max(512),
        username: z.string().max(512).optional(),
        password: z.string().max(1024).optional(),
      }),
    ])
    .optional(),
})
export type ConnectionChange = z.infer<typeof connectionChange>

/** The same as it may be shown. */
export const connection = z.object({
  ca: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('system') }),
    z.object({ kind: z.literal('file'), file: z.string(), helmCanUse: z.boolean() }),
  ]),
  clientCertificate: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({
      kind: z.enum(['pem', 'pkcs12']),
      file: z.string(),
      /** The private key or passphrase is gone from where it was kept. */
      missing: z.boolean(),
    }),
  ]),
  pin: fingerprint.optional(),
  proxy: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('system') }),
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('address'), url: z.string(), username: z.string().optional() }),
  ]),
})
export type ConnectionShown = z.infer<typeof connection>

/** What the last connection really was. */
export const connectionSeen = z.object({
  /** `TLS 1.3`, or `plain HTTP`. */
  protocol: z.string(),
  /** `extra-ca`: an authority that only NODE_EXTRA_CA_CERTS names. */
  verifiedBy: z.enum(['system', 'extra-ca', 'ca-file', 'pin', 'nothing']),
  issuer: z.string().optional(),
  validToMs: timestampMs.optional(),
  clientCertificateAsked: z.boolean().optional(),
  /** `proxy.corp.internal:3128`, never with a password. */
  proxy: z.string().optional(),
  /** `HTTPS_PROXY`, `NO_PROXY has .corp.internal`, `system settings`, `this registry`. */
  proxySetBy: z.string().optional(),
})
export type ConnectionSeen = z.infer<typeof connectionSeen>
