import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import type { AwsCredentials } from './aws-credentials.ts'

export type AwsRequest = {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly region: string
  readonly service: string
}

/** Headers that sign a request to an AWS API (SigV4), from the user's AWS credentials. */
export type SignAws = (request: AwsRequest, signal: AbortSignal) => Promise<Record<string, string>>

/** Signature Version 4 with these credentials at this time (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html). */
export const createSignAws =
  (credentials: AwsCredentials, now: () => number): SignAws =>
  async ({ method, url, headers, body, region, service }) => {
    // The hash of the body is part of the signature already; only S3 wants it as a header too.
    const options = { credentials, region, service, sha256: Sha256, applyChecksum: false }
    const signer = new SignatureV4(options)
    const request = {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port !== '' && { port: Number(url.port) }),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers },
      body,
    }
    const signed = await signer.sign(request, { signingDate: new Date(now()) })
    return signed.headers
  }

type Data = string | ArrayBuffer | ArrayBufferView

/** Node's SHA-256 in the shape that the signer asks for: with a secret it is an HMAC. */
class Sha256 {
  readonly #hash

  constructor(secret?: Data) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret))
  }

  update(data: Data): void {
    this.#hash.update(bytesOf(data))
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
}

const bytesOf = (data: Data): Uint8Array => {
  if (typeof data === 'string') return Buffer.from(data, 'utf8')
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}
