import type { X509Certificate } from 'node:crypto'
import type { Secret } from '../base/secret.ts'

/** A file as it was just read; `shown` names it with ~ for the home folder. */
export type KeptFile = { readonly shown: string; readonly bytes: Uint8Array }

export type ClientCertificate =
  | {
      readonly kind: 'pem'
      readonly certificate: KeptFile
      readonly key: KeptFile
      readonly passphrase?: Secret | undefined
    }
  | { readonly kind: 'pkcs12'; readonly file: KeptFile; readonly passphrase?: Secret | undefined }

/** What a connection trusts and shows. */
export type Trust = {
  /** PEM, one certificate each: the bundled roots and the system's. */
  readonly roots: readonly string[]
  /** Those of the roots that only NODE_EXTRA_CA_CERTS brought. */
  readonly extraRoots?: readonly X509Certificate[] | undefined
  /** Added to the roots, for every host that the origin sends us to: a company's token service is signed by it too. */
  readonly caFile?: KeptFile | undefined
  /** Shown to the origin itself and to nobody else. */
  readonly clientCertificate?: ClientCertificate | undefined
  /** SHA-256 of the one certificate that the origin itself may show; other hosts are verified as ever. */
  readonly pin?: string | undefined
}

/** Asked anew for each new connection, so that a changed file works at once. May throw AppError that names a file. */
export type TrustSource = () => Promise<Trust>
