import { requireBearer } from './bearer-auth.ts'
import { createBlobStorage } from './blob-storage.ts'
import { type Handle, type Hook, json, on, refuse } from './exchange.ts'
import { linkedPage, repositoriesBelow } from './list-api.ts'
import { noReferrers } from './no-referrers.ts'
import { tagPages } from './paging.ts'
import { canary, type Credential, type Simulator } from './simulator.ts'
import { createTokenService } from './token-service.ts'

// gitlab.com: docs/protocol.md, "Sign-ins by registry", "Listing repositories" and "Repositories that must exist".
// Tokens come from the web host; the catalog is denied to users, the projects API pages by X-Next-Page; deletes are
// assumed.

const host = 'registry.gitlab.com'
const web = 'gitlab.com'
const storageHost = 'cdn.registry.gitlab-static.net'
const project = 'acme/charts'

type Options = { readonly deletes: boolean }

/** `/api/v4` of the web host: projects of who asks, then the repositories of each. */
const api =
  (local: Handle, credential: Credential): Hook =>
  async (request, next) => {
    if (!request.path.startsWith('/api/v4/')) return next(request)
    const { headers } = request
    const isKnown =
      headers['private-token'] === credential.secret ||
      headers['authorization'] === `Bearer ${credential.secret}`
    if (!isKnown) return json(401, { message: '401 Unauthorized' })
    const counted = (following: number | undefined) => ({
      'X-Next-Page': following === undefined ? '' : String(following),
    })
    const rest = request.path.slice('/api/v4/'.length)
    if (rest === 'projects') {
      const rows = [
        { id: 7, path_with_namespace: project, container_registry_enabled: true },
        { id: 8, path_with_namespace: 'acme/website', container_registry_enabled: false },
        { id: 9, path_with_namespace: 'acme/empty', container_registry_enabled: true },
      ]
      return linkedPage(request, rows, counted)
    }
    const names = await repositoriesBelow(local, request, project)
    const rows = names.map((path, id) => ({ id, path, location: `${host}/${path}` }))
    const inProject = /^projects\/(?:7|acme%2Fcharts)\/registry\/repositories$/i.test(rest)
    if (inProject) return linkedPage(request, rows, counted)
    if (/^projects\/\d+\/registry\/repositories$/.test(rest))
      return linkedPage(request, [], counted)
    if (/^groups\/acme\/registry\/repositories$/.test(rest)) {
      return linkedPage(request, rows, counted)
    }
    return json(404, { message: '404 Not Found' })
  }

const gitlab = ({ deletes }: Options, variant?: string): Simulator => ({
  vendor: 'gitlab',
  title: 'GitLab',
  ...(variant !== undefined && { variant }),
  address: `${host}/acme`,
  namespace: project,
  nowhere: 'acme/nowhere',
  start: local => {
    const credential = { username: 'ann', secret: canary() }
    const storage = createBlobStorage(storageHost)
    const tokens = createTokenService({
      realm: `https://${web}/jwt/auth`,
      service: 'container_registry',
      credential,
      takes: ['get'],
      readable: true,
      wrongPassword: refuse(401, 'UNAUTHORIZED', 'HTTP Basic: Access denied.'),
      grants: ({ name, actions }, signedIn) =>
        signedIn && name.startsWith(`${project}/`) ? actions : [],
    })
    return {
      credential,
      hosts: {
        [host]: [
          requireBearer(tokens),
          tagPages({ usual: 100, most: 100, larger: 'clamped', cursor: 'last' }),
          on(/^DELETE \/v2\/.+\/manifests\//, (request, _match, next) =>
            deletes ? next(request) : refuse(405, 'UNSUPPORTED', 'The operation is unsupported.'),
          ),
          noReferrers(!deletes),
          storage.redirect,
        ],
        [web]: [tokens.hook, api(local, credential)],
        [storageHost]: [storage.hook],
      },
      trusted: [host, web],
      issued: () => tokens.issued,
      expire: () => tokens.expire(),
    }
  },
})

export const gitlabs: readonly Simulator[] = [
  gitlab({ deletes: true }),
  gitlab({ deletes: false }, 'delete refused'),
]
