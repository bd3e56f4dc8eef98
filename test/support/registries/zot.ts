import { isBasic, basicOf } from './basic-auth.ts'
import { actionOf } from './bearer-auth.ts'
import { type Hook, json, on, refuse, text } from './exchange.ts'
import { catalogPages } from './paging.ts'
import { canary, type Credential, type Simulator } from './simulator.ts'

// zot with anonymous reading: docs/protocol.md, "Challenges", "How an error is read" and "Deleting by digest and by
// tag". 200 and a challenge at once, with a realm without quotes; an error without its list; 404 for a `last` that is
// not there.

const host = 'zot.example.test'
const challenge = { 'WWW-Authenticate': 'basic realm=zot' }

const unauthorized = json(
  401,
  { code: 'UNAUTHORIZED', message: 'authentication required' },
  challenge,
)

const policies =
  (credential: Credential): Hook =>
  async (request, next) => {
    const isKnown = isBasic(request, credential)
    if (basicOf(request) && !isKnown) return unauthorized
    if (!isKnown && actionOf(request) !== 'pull') return unauthorized
    const answer = await next(request)
    return request.path === '/v2/'
      ? { ...answer, headers: { ...answer.headers, ...challenge } }
      : answer
  }

const deletes = on(/^DELETE \/v2\/(.+)\/manifests\//, async (request, _match, next) => {
  const answer = await next(request)
  const isMissing = answer.status === 404 && answer.body.toString().includes('NAME_UNKNOWN')
  return isMissing ? refuse(400, 'NAME_UNKNOWN', 'repository name not known to registry') : answer
})

const extensions = on(/^GET \/v2\/_oci\/ext\/discover$/, () =>
  json(200, { extensions: [{ name: '_zot', url: '', endpoints: ['/v2/_zot/ext/search'] }] }),
)

const unknownCursor = on(/^GET \/v2\/.+\/tags\/list$/, async (request, _match, next) => {
  const last = request.query.get('last')
  if (last === null) return next(request)
  const all = await next({ ...request, target: request.path })
  const isThere = all.body.toString().includes(JSON.stringify(last))
  return isThere ? next(request) : text(404, '')
})

export const zot: Simulator = {
  vendor: 'zot',
  title: 'zot',
  address: host,
  namespace: 'team',
  start: () => {
    const credential = { username: 'ann', secret: canary() }
    const paging = catalogPages({ most: 1_000_000, larger: 'clamped', cursor: 'last' })
    return {
      credential,
      hosts: { [host]: [policies(credential), extensions, paging, deletes, unknownCursor] },
      trusted: [host],
      issued: () => [],
      expire: () => undefined,
    }
  },
}
