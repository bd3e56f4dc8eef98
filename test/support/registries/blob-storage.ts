import { randomBytes } from 'node:crypto'
import { type Answer, type Hook, on, text } from './exchange.ts'

export type BlobStorage = {
  /** For the registry: sends readers of a blob to the storage. */
  readonly redirect: Hook
  /** For the storage's host. */
  readonly hook: Hook
  /** Signatures in the addresses given out: who holds one may read. */
  readonly signatures: readonly string[]
}

/**
 * Blobs lie at another host, behind addresses signed byte for byte. Whoever brings an Authorization along is sent
 * away, as S3 and Azure do (docs/protocol.md, "Reading blobs").
 */
export const createBlobStorage = (host: string): BlobStorage => {
  const stored = new Map<string, Answer>()
  const signatures: string[] = []
  const redirect = on(/^GET \/v2\/.+\/blobs\/([^/]+)$/, async (request, [, digest], next) => {
    const answer = await next(request)
    if (answer.status >= 300) return answer
    const signature = randomBytes(20).toString('hex')
    signatures.push(signature)
    // Neither sorted nor encoded as a form would be: both are changed by whoever parses and prints it.
    const target = `/blobs/${digest}/data?X-Sig=${signature}&verify=a%2fb+c&X-Exp=1200`
    stored.set(target, answer)
    return text(307, '', { Location: `https://${host}${target}` })
  })
  const hook: Hook = ({ target, headers }) => {
    if (headers['authorization'] !== undefined) {
      return text(400, '<Error><Message>Only one auth mechanism allowed</Message></Error>')
    }
    const answer = stored.get(target)
    if (!answer) return text(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>')
    const { 'docker-content-digest': _digest, ...kept } = answer.headers
    return { ...answer, headers: kept }
  }
  return { redirect, hook, signatures }
}
