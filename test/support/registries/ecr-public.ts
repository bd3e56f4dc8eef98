import { requireBearer } from './bearer-auth.ts'
import { createBlobStorage } from './blob-storage.ts'
import { type Answer, on, refuse } from './exchange.ts'
import { mustExist } from './must-exist.ts'
import { noReferrers } from './no-referrers.ts'
import { tagPages } from './paging.ts'
import { canary, type Simulator } from './simulator.ts'
import { createTokenService } from './token-service.ts'

// Amazon ECR Public: docs/protocol.md, "Sign-ins by registry" and "Pages and links". The scope is `aws`; nothing lists
// an alias (assumed); a cursor made by hand is refused.

const host = 'public.ecr.aws'
const storageHost = 'd5l0dvt14r5h8.cloudfront.net'
const alias = 'a1b2c3d4'

type Options = { readonly catalog: 404 | 405 }

const catalogAnswers: Readonly<Record<Options['catalog'], Answer>> = {
  404: refuse(404, 'NAME_UNKNOWN', 'Not Found'),
  405: refuse(405, 'UNSUPPORTED', 'The operation is unsupported.'),
}

const noSuchRepository = (name: string) =>
  refuse(
    404,
    'NAME_UNKNOWN',
    `The repository with name '${name}' does not exist in the registry with id '${alias}'`,
  )

const ecrPublic = (options: Options, variant?: string): Simulator => ({
  vendor: 'ecr-public',
  title: 'Amazon ECR Public',
  ...(variant !== undefined && { variant }),
  address: `${host}/${alias}`,
  namespace: alias,
  nowhere: `${alias}/nowhere`,
  start: local => {
    const credential = { username: 'AWS', secret: canary() }
    const storage = createBlobStorage(storageHost)
    const tokens = createTokenService({
      realm: `https://${host}/token/`,
      service: host,
      credential,
      takes: ['get'],
    })
    return {
      credential,
      hosts: {
        [host]: [
          tokens.hook,
          // One scope for everything; what it lets one do depends on who asked.
          requireBearer(tokens, {
            scopeOf: () => 'aws',
            isEnough: ({ signedIn, access }, { method }) =>
              access.some(({ type }) => type === 'aws') &&
              (signedIn || method === 'GET' || method === 'HEAD'),
          }),
          on(/^GET \/v2\/_catalog$/, () => catalogAnswers[options.catalog]),
          mustExist(local, noSuchRepository),
          tagPages({
            usual: 1,
            most: 1000,
            larger: 'refused',
            cursor: { parameter: 'last' },
            link: 'absolute',
          }),
          on(/^DELETE \/v2\/.+\/manifests\//, (request, _match, next) =>
            options.catalog === 405
              ? next(request)
              : refuse(405, 'UNSUPPORTED', 'The operation is unsupported.'),
          ),
          noReferrers(options.catalog === 405),
          storage.redirect,
        ],
        [storageHost]: [storage.hook],
      },
      trusted: [host],
      issued: () => tokens.issued,
      expire: () => tokens.expire(),
    }
  },
})

export const ecrPublics: readonly Simulator[] = [
  ecrPublic({ catalog: 404 }),
  ecrPublic({ catalog: 405 }, 'catalog 405'),
]
