import { requireBasic } from './basic-auth.ts'
import { type Hook, noSuchPage, on, refuse } from './exchange.ts'
import { catalogPages } from './paging.ts'
import { canary, type Simulator } from './simulator.ts'
import { signedUploads } from './signed-uploads.ts'

// Docker's own registry: docs/protocol.md, "Listing repositories", "Deleting by digest and by tag" and "The referrers
// API". 100 names a page and 1,000 at most; no referrers; absolute locations with a signed state.

const unauthorized = refuse(401, 'UNAUTHORIZED', 'authentication required', {
  'WWW-Authenticate': 'Basic realm="Registry Realm"',
  'Docker-Distribution-Api-Version': 'registry/2.0',
})

const deletes = (release: '2.8' | '3', isOn: boolean): Hook =>
  on(/^DELETE \/v2\/.+\/manifests\/(.+)$/, (request, [, reference = ''], next) => {
    if (!isOn) return refuse(405, 'UNSUPPORTED', 'The operation is unsupported.')
    if (release === '3' || reference.includes(':')) return next(request)
    return refuse(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content')
  })

const distribution = (release: '2.8' | '3', deletesOn: boolean): Simulator => ({
  vendor: 'distribution',
  title: `Distribution ${release}`,
  ...(!deletesOn && { variant: 'delete off' }),
  address: 'registry.example.test',
  namespace: 'team',
  start: () => {
    const credential = { username: 'ann', secret: canary() }
    return {
      credential,
      hosts: {
        'registry.example.test': [
          requireBasic(credential, () => unauthorized),
          catalogPages({ usual: 100, most: 1000, larger: 'refused', cursor: 'last' }),
          deletes(release, deletesOn),
          on(/ \/v2\/.+\/referrers\//, () => noSuchPage),
          signedUploads(),
        ],
      },
      trusted: ['registry.example.test'],
      issued: () => [],
      expire: () => undefined,
    }
  },
})

export const distributions: readonly Simulator[] = [
  distribution('2.8', true),
  distribution('2.8', false),
  distribution('3', true),
  distribution('3', false),
]
