import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import type { SignAws } from '../../oci/types.ts'
import type { AwsCredentials } from './aws-credentials.ts'

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
