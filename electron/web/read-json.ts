import type { IncomingMessage } from 'node:http'
import { AppError } from '../../shared/errors.ts'
import type { WebLimits } from './limits.ts'

/** A JSON body of at most 1 MiB, sent as application/json: a form or an image cannot send that across sites. */
export const readJson = async (request: IncomingMessage, limits: WebLimits): Promise<unknown> => {
  if (!/^application\/json(;|$)/.test(request.headers['content-type'] ?? ''))
    throw new AppError('invalid-input', 'malformed-request')
  const timer = setTimeout(() => request.destroy(), limits.jsonMs)
  try {
    const chunks: Buffer[] = []
    let sizeBytes = 0
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      sizeBytes += chunk.length
      if (sizeBytes > limits.jsonBytes) throw new AppError('too-large', 'request')
      chunks.push(chunk)
    }
    return parse(Buffer.concat(chunks).toString('utf8'))
  } finally {
    clearTimeout(timer)
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid-input', 'malformed-request', {}, { cause })
  }
}
