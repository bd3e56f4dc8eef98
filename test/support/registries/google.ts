import { requireBearer } from './bearer-auth.ts'
import { createBlobStorage } from './blob-storage.ts'
import { type Handle, type Hook, json, on, refuse, repositoryOf } from './exchange.ts'
import { immutableTags } from './immutable-tags.ts'
import { repositoriesBelow } from './list-api.ts'
import { noReferrers } from './no-referrers.ts'
import { namesIn, pageOf } from './paging.ts'
import { canary, type Simulator } from './simulator.ts'
import { createTokenService } from './token-service.ts'

// Google Artifact Registry: docs/protocol.md, "Sign-ins by registry", "Repositories that must exist", "Listing
// repositories" and "Deleting by digest and by tag". An access token of an hour; a catalog for who signed in; `child`
// and `manifest` in a list of tags, with strings for numbers; tags are deleted first.

const host = 'europe-west1-docker.pkg.dev'
const storageHost = 'storage.googleapis.com'
const repository = 'acme-prod/charts'

type Options = { readonly catalog: boolean; readonly username: 'oauth2accesstoken' | '_json_key' }

/** Tags of an image, and below a path what lies there. */
const tree = (local: Handle): Hook =>
  on(/^GET \/v2\/(.+)\/tags\/list$/, async (request, [, path = ''], next) => {
    const below = await repositoriesBelow(local, request, path)
    const child = [...new Set(below.map(name => name.slice(path.length + 1).split('/')[0]))]
    const answer = await next({ ...request, target: request.path })
    const isImage = answer.status === 200
    if (!isImage && child.length === 0) return answer
    const tags = isImage ? namesIn(answer, 'tags') : []
    const manifest = Object.fromEntries(
      await Promise.all(
        tags.map(async tag => {
          const target = `/v2/${path}/manifests/${tag}`
          const { headers } = await local({ ...request, method: 'HEAD', target })
          const facts = {
            imageSizeBytes: '1024',
            mediaType: headers['content-type'],
            tag: [tag],
            timeCreatedMs: '0',
            timeUploadedMs: '1755000000000',
          }
          return [String(headers['docker-content-digest']), facts] as const
        }),
      ),
    )
    return json(200, { child, manifest, name: path, tags })
  })

const mustExist: Hook = (request, next) => {
  const name = repositoryOf(request.path)
  if (name === undefined || `${name}/`.startsWith(`${repository}/`)) return next(request)
  if (repository.startsWith(`${name}/`)) return next(request)
  const [project, place] = name.split('/')
  const full = `projects/${project}/locations/europe-west1/repositories/${place}`
  return refuse(404, 'NAME_UNKNOWN', `Repository "${place}" not found: ${full}`)
}

/** A digest goes only when no tag points to it. */
const danglingTags = (local: Handle): Hook =>
  on(/^DELETE \/v2\/(.+)\/manifests\/(sha256:.+)$/, async (request, [, name, digest], next) => {
    const get = (target: string, method = 'GET') =>
      local({ ...request, method, target, headers: {}, body: Buffer.alloc(0) })
    const tags = namesIn(await get(`/v2/${name}/tags/list`), 'tags')
    const digests = await Promise.all(
      tags.map(async tag => {
        const { headers } = await get(`/v2/${name}/manifests/${tag}`, 'HEAD')
        return headers['docker-content-digest']
      }),
    )
    if (!digests.includes(digest)) return next(request)
    const message = `Failed to delete manifest "${digest}" because it is still referenced by tags.`
    return refuse(400, 'GOOGLE_MANIFEST_DANGLING_TAG', message)
  })

const google = (options: Options, variant?: string): Simulator => ({
  vendor: 'google',
  title: 'Google AR',
  ...(variant !== undefined && { variant }),
  address: `${host}/acme-prod`,
  namespace: repository,
  nowhere: 'acme-prod/nowhere',
  start: local => {
    const credential = { username: options.username, secret: canary() }
    const storage = createBlobStorage(storageHost)
    let isExpired = false
    const tokens = createTokenService({
      realm: `https://${host}/v2/token`,
      service: host,
      credential,
      takes: ['get'],
      anonymous: true,
      grants: ({ actions }, signedIn) => (signedIn ? actions : []),
      refuses: () =>
        isExpired ? refuse(401, 'UNAUTHORIZED', 'Request had invalid credentials.') : undefined,
    })
    const guarded = requireBearer(tokens)
    return {
      credential,
      hosts: {
        [host]: [
          tokens.hook,
          guarded,
          on(/^GET \/v2\/_catalog$/, async request => {
            if (!options.catalog) return refuse(404, 'NAME_UNKNOWN', 'not found')
            const names = await repositoriesBelow(local, request, '')
            const paging = { usual: 2, most: 2, larger: 'clamped', cursor: 'last' } as const
            return pageOf(request, names, 'repositories', { ...paging, link: 'absolute' })
          }),
          mustExist,
          tree(local),
          danglingTags(local),
          immutableTags((_name, tag) =>
            refuse(
              options.catalog ? 409 : 400,
              'MANIFEST_INVALID',
              `cannot update tag ${tag}. The repository has enabled tag immutability`,
            ),
          ),
          noReferrers(options.catalog),
          storage.redirect,
        ],
        [storageHost]: [storage.hook],
      },
      trusted: [host],
      issued: () => tokens.issued,
      expire: () => {
        tokens.expire()
        isExpired = options.username === 'oauth2accesstoken'
      },
    }
  },
})

export const googles: readonly Simulator[] = [
  google({ catalog: false, username: 'oauth2accesstoken' }),
  google({ catalog: true, username: '_json_key' }, 'catalog, key file'),
]
