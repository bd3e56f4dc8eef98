import { isBasic } from './basic-auth.ts'
import { createBlobStorage } from './blob-storage.ts'
import { type Answer, type Hook, noSuchPage, on, refuse } from './exchange.ts'
import { mustExist } from './must-exist.ts'
import { catalogPages, tagPages } from './paging.ts'
import { canary, type Credential, type Simulator } from './simulator.ts'

// Amazon ECR, private. Facts: oci-registries 3.8 (Basic, `AWS`, twelve hours), 4.1 and 4.2 (opaque cursors, 1,000 at
// most, unordered tags), 5.1 (delete: open), 6.2 (text/plain), 6.3 (the repository must exist), 11.

const account = '123456789012'
const region = 'eu-central-1'
const host = `${account}.dkr.ecr.${region}.amazonaws.com`
const storageHost = `prod-starport-layer-bucket.s3.${region}.amazonaws.com`

type Options = {
  readonly deletes: 'works' | 'unsupported' | 'no route'
  readonly expiredStatus: 401 | 403
  readonly wrongStatus: 401 | 400
}

/** JSON that calls itself text. */
const ecrError = (status: number, code: string, message: string, headers = {}): Answer =>
  refuse(status, code, message, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' })

const challenge = {
  'WWW-Authenticate': `Basic realm="https://${host}/",service="ecr.amazonaws.com"`,
}

const guard =
  (credential: Credential, isExpired: () => boolean, options: Options): Hook =>
  (request, next) => {
    if (request.headers['authorization'] === undefined) {
      return ecrError(401, 'UNAUTHORIZED', 'Not Authorized', challenge)
    }
    if (!isBasic(request, credential)) {
      return options.wrongStatus === 400
        ? ecrError(400, 'UNKNOWN', 'Your Authorization Token is invalid.')
        : ecrError(401, 'UNAUTHORIZED', 'Not Authorized', challenge)
    }
    if (!isExpired()) return next(request)
    const message = 'Your authorization token has expired. Reauthenticate and try again.'
    return ecrError(
      options.expiredStatus,
      'DENIED',
      message,
      options.expiredStatus === 401 ? challenge : {},
    )
  }

const noSuchRepository = (name: string) =>
  ecrError(
    404,
    'NAME_UNKNOWN',
    `The repository with name '${name}' does not exist in the registry with id '${account}'`,
  )

const deletes = ({ deletes: kind }: Options): Hook =>
  on(/^DELETE \/v2\/.+\/manifests\//, (request, _match, next) => {
    if (kind === 'works') return next(request)
    return kind === 'no route'
      ? noSuchPage
      : ecrError(405, 'UNSUPPORTED', 'Method not supported by this registry')
  })

const tooMany = ecrError(
  405,
  'UNSUPPORTED',
  "Invalid parameter at 'maxResults' failed to satisfy constraint: 'must be less than or equal to 1000'",
)

const paging = {
  usual: 2,
  most: 1000,
  larger: 'refused',
  cursor: { parameter: 'last' },
  link: 'absolute',
  larger400: tooMany,
} as const

/** Newest first would be an order; this is none. */
const unordered = (tags: readonly string[]) => [...tags.slice(1), ...tags.slice(0, 1)]

const ecr = (options: Options, variant?: string): Simulator => ({
  vendor: 'ecr',
  title: 'Amazon ECR',
  ...(variant !== undefined && { variant }),
  address: host,
  namespace: 'team',
  start: local => {
    const credential = { username: 'AWS', secret: canary() }
    const storage = createBlobStorage(storageHost)
    let isExpired = false
    return {
      credential,
      hosts: {
        [host]: [
          guard(credential, () => isExpired, options),
          catalogPages(paging),
          mustExist(local, noSuchRepository),
          tagPages(paging, unordered),
          deletes(options),
          storage.redirect,
        ],
        [storageHost]: [storage.hook],
      },
      trusted: [host],
      issued: () => [],
      expire: () => {
        isExpired = true
      },
    }
  },
})

export const ecrs: readonly Simulator[] = [
  ecr({ deletes: 'works', expiredStatus: 401, wrongStatus: 401 }),
  ecr({ deletes: 'unsupported', expiredStatus: 403, wrongStatus: 400 }, 'older answers'),
  ecr({ deletes: 'no route', expiredStatus: 403, wrongStatus: 400 }, 'no route to delete'),
]
