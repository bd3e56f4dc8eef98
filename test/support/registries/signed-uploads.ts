import { randomBytes } from 'node:crypto'
import { type Hook, on, refuse } from './exchange.ts'

/**
 * Upload locations that are absolute and carry a signed state, as distribution's do: who reads the
 * query as a form and writes it anew has lost the upload (docs/protocol.md, "Uploading a blob").
 */
export const signedUploads = (): Hook => {
  const states = new Set<string>()
  const sign = (location: string, host: string): string => {
    const state = `${randomBytes(24).toString('base64')}+~/==`
    states.add(state)
    return `https://${host}${location}?_state=${encodeURIComponent(state)}`
  }
  return on(
    /^(?:POST|PATCH|PUT|GET|DELETE) \/v2\/.+\/blobs\/uploads\//,
    async (request, _, next) => {
      const isBegun = !request.path.endsWith('/uploads/')
      const query = new URLSearchParams(request.query)
      if (isBegun && !states.has(query.get('_state') ?? '')) {
        return refuse(404, 'BLOB_UPLOAD_INVALID', 'blob upload invalid')
      }
      query.delete('_state')
      const answer = await next({ ...request, target: `${request.path}?${query}` })
      const { location } = answer.headers
      if (answer.status !== 202 || typeof location !== 'string') return answer
      return { ...answer, headers: { ...answer.headers, location: sign(location, request.host) } }
    },
  )
}
