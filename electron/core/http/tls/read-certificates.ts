import { X509Certificate } from 'node:crypto'
import { AppError } from '../../../../shared/errors.ts'
import type { KeptFile } from './trust.ts'

const block =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END [A-Z0-9 ]*CERTIFICATE-----/g

/** The certificates in a PEM bundle or a DER file. Throws `invalid-input/not-certificates`, naming the file. */
export const readCertificates = ({ shown, bytes }: KeptFile): readonly X509Certificate[] => {
  const blocks = Buffer.from(bytes).toString('latin1').match(block) ?? []
  try {
    const certificates = (blocks.length > 0 ? blocks : [Buffer.from(bytes)]).map(
      source => new X509Certificate(source),
    )
    return certificates
  } catch (cause) {
    throw new AppError('invalid-input', 'not-certificates', { file: shown }, { cause })
  }
}
