import { isBasic } from './basic-auth.ts'
import { createBlobStorage } from './blob-storage.ts'
import { type Answer, type Handle, type Hook, json, noSuchPage, on, refuse } from './exchange.ts'
import { immutableTags } from './immutable-tags.ts'
import { repositoriesBelow } from './list-api.ts'
import { mustExist } from './must-exist.ts'
import { noReferrers } from './no-referrers.ts'
import { catalogPages, tagPages } from './paging.ts'
import { canary, type Credential, type Simulator } from './simulator.ts'

// Amazon ECR, private: docs/protocol.md, "Sign-ins by registry", "Pages and links", "Page sizes" and "Repositories that
// must exist". Basic with `AWS` for twelve hours; opaque cursors, 1,000 at most, tags in no order; errors as
// text/plain; whether it deletes is open.

const account = '123456789012'
const region = 'eu-central-1'
const host = `${account}.dkr.ecr.${region}.amazonaws.com`
const storageHost = `prod-starport-layer-bucket.s3.${region}.amazonaws.com`

type Options = {
  readonly deletes: 'works' | 'unsupported' | 'no route'
  readonly expiredStatus: 401 | 403
  readonly wrongStatus: 401 | 400
  /** The registry lists nothing, the region's API all, to who has AWS credentials. */
  readonly api?: boolean
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

const apiHost = `api.ecr.${region}.amazonaws.com`
const accessKeyId = 'AKIAIOSFODNN7EXAMPLE'

/** `DescribeRepositories`, two at a time, behind a token that nobody can read. */
const api =
  (local: Handle): Hook =>
  async request => {
    const { headers, body } = request
    const scope = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/\\d{8}/${region}/ecr/aws4_request`
    const isSigned = new RegExp(`^${scope}, SignedHeaders=[\\w;-]+, Signature=[0-9a-f]{64}$`)
    if (!isSigned.test(headers['authorization'] ?? '')) {
      return json(403, { __type: 'MissingAuthenticationTokenException' })
    }
    const action = 'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories'
    if (headers['x-amz-target'] !== action)
      return json(400, { __type: 'UnknownOperationException' })
    const { nextToken, registryId } = JSON.parse(body.toString('utf8'))
    if (registryId !== account) return json(400, { __type: 'InvalidParameterException' })
    const names = await repositoriesBelow(local, request, '')
    const from = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64'))
    const repositories = names.slice(from, from + 2).map(name => ({
      repositoryName: name,
      repositoryUri: `${host}/${name}`,
    }))
    const isLast = from + 2 >= names.length
    const more = { nextToken: Buffer.from(String(from + 2)).toString('base64') }
    return json(200, { repositories, ...(!isLast && more) })
  }

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
    const secretAccessKey = canary()
    let isExpired = false
    return {
      credential,
      hosts: {
        [host]: [
          guard(credential, () => isExpired, options),
          options.api
            ? on(/^GET \/v2\/_catalog$/, () => ecrError(405, 'UNSUPPORTED', 'Method not supported'))
            : catalogPages(paging),
          mustExist(local, noSuchRepository),
          tagPages(paging, unordered),
          deletes(options),
          immutableTags((name, tag) =>
            ecrError(
              400,
              'TAG_INVALID',
              `ImageTagAlreadyExistsException: The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the repository is immutable.`,
            ),
          ),
          noReferrers(options.expiredStatus === 403),
          storage.redirect,
        ],
        [apiHost]: [api(local)],
        [storageHost]: [storage.hook],
      },
      ...(options.api && {
        env: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      }),
      trusted: [host],
      // It signs, and is itself sent to nobody.
      kept: [secretAccessKey],
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
  ecr(
    { deletes: 'works', expiredStatus: 401, wrongStatus: 401, api: true },
    'AWS credentials, no catalog',
  ),
]
