import { requireBasic } from './basic-auth.ts'
import { requireBearer } from './bearer-auth.ts'
import { type Hook, noSuchPage, on, refuse, repositoryOf } from './exchange.ts'
import { noReferrers } from './no-referrers.ts'
import { catalogPages } from './paging.ts'
import { canary, type Simulator } from './simulator.ts'
import { createTokenService } from './token-service.ts'

// RepoFlow: docs/protocol.md, "Sign-ins by registry" and "Listing repositories". A user with a personal access token,
// workspace/repository/name. How it asks for the sign-in, and whether it lists, is in no source: both ways are assumed.

const host = 'api.repoflow.io'
const repository = 'acme/charts'

type Options = { readonly signIn: 'basic' | 'bearer'; readonly catalog: boolean }

const mustHaveRepository: Hook = (request, next) => {
  const name = repositoryOf(request.path)
  if (name === undefined || name.startsWith(`${repository}/`)) return next(request)
  return refuse(404, 'NAME_UNKNOWN', 'repository name not known to registry')
}

const repoflow = (options: Options, variant?: string): Simulator => ({
  vendor: 'repoflow',
  title: 'RepoFlow',
  ...(variant !== undefined && { variant }),
  address: `${host}/${repository}`,
  namespace: repository,
  nowhere: 'acme/nowhere',
  start: () => {
    const credential = { username: 'ann', secret: canary() }
    const tokens = createTokenService({
      realm: `https://${host}/v2/token`,
      service: host,
      credential,
      takes: ['get'],
      anonymous: false,
    })
    const basic = requireBasic(credential, () =>
      refuse(401, 'UNAUTHORIZED', 'authentication required', {
        'WWW-Authenticate': 'Basic realm="RepoFlow"',
      }),
    )
    const paging = { usual: 100, most: 2, larger: 'clamped', cursor: 'last' } as const
    return {
      credential,
      hosts: {
        [host]: [
          tokens.hook,
          options.signIn === 'basic' ? basic : requireBearer(tokens),
          options.catalog ? catalogPages(paging) : on(/^GET \/v2\/_catalog$/, () => noSuchPage),
          noReferrers(options.catalog),
          mustHaveRepository,
        ],
      },
      trusted: [host],
      issued: () => tokens.issued,
      expire: () => tokens.expire(),
    }
  },
})

export const repoflows: readonly Simulator[] = [
  repoflow({ signIn: 'basic', catalog: false }),
  repoflow({ signIn: 'bearer', catalog: true }, 'Bearer, catalog'),
]
