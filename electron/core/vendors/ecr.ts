import { AppError } from '../../../shared/errors.ts'
import type { Target } from '../http/base/target.ts'
import type { ListingStrategy, ProviderContext } from './listing-strategy.ts'
import { askApi, field, listOf, parseBody, refusal, targetAt, textField } from './read-api.ts'
import { namePages, walkPages } from './walk-pages.ts'

type Endpoint = { readonly account: string; readonly region: string; readonly origin: string }

const hosts: ReadonlyArray<readonly [RegExp, (region: string) => string]> = [
  [
    /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/,
    region => `api.ecr.${region}.amazonaws.com`,
  ],
  [
    /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\.cn$/,
    region => `api.ecr.${region}.amazonaws.com.cn`,
  ],
  [
    /^(\d{12})\.dkr\.ecr-fips\.([a-z0-9-]+)\.amazonaws\.com$/,
    region => `ecr-fips.${region}.amazonaws.com`,
  ],
  [/^(\d{12})\.dkr-ecr\.([a-z0-9-]+)\.on\.aws$/, region => `ecr.${region}.api.aws`],
]

/** The API of the region that the host name tells (docs.aws.amazon.com/general/latest/gr/ecr.html). */
export const ecrEndpoint = (host: string): Endpoint | undefined => {
  for (const [pattern, originOf] of hosts) {
    const [, account, region] = pattern.exec(host) ?? []
    if (account && region) return { account, region, origin: `https://${originOf(region)}` }
  }
  return undefined
}

const targetHeader = 'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories'

/** DescribeRepositories with the user's AWS credentials; the registry's own sign-in plays no part. */
export const ecrDescribe: ListingStrategy = {
  name: 'ecr-describe',
  fits: ({ host, hasAws }) => hasAws && ecrEndpoint(host) !== undefined,
  list: async function* (context, signal) {
    const endpoint = ecrEndpoint(context.host)
    if (!endpoint || !context.signAws) {
      throw new AppError('unsupported', 'no-catalog', { host: context.host })
    }
    // Each page is a request to the same address: what differs is in the body.
    const pageAt = (token: string) =>
      targetAt(endpoint.origin, `/?page=${encodeURIComponent(token)}`)
    const read = async ({ url }: Target) => {
      const token = url.searchParams.get('page')
      const body = await describe(context, endpoint, token ?? '', signal)
      const next = textField(body, 'nextToken')
      const items = listOf(context, field(body, 'repositories'))
      return { items, next: next === undefined ? 'end' : pageAt(next) } as const
    }
    const pages = walkPages(pageAt(''), read, context.onWarning)
    return yield* namePages(pages, item => textField(item, 'repositoryName'))
  },
}

const describe = async (
  context: ProviderContext,
  { account, region, origin }: Endpoint,
  nextToken: string,
  signal: AbortSignal,
): Promise<unknown> => {
  const target = targetAt(origin, '/')
  const request = { registryId: account, maxResults: 1_000, ...(nextToken !== '' && { nextToken }) }
  const bytes = new TextEncoder().encode(JSON.stringify(request))
  const unsigned = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': targetHeader,
    host: target.url.host,
  }
  const headers = await context.signAws?.(
    { method: 'POST', url: target.url, headers: unsigned, body: bytes, region, service: 'ecr' },
    signal,
  )
  const response = await askApi(context.elsewhere, {
    method: 'POST',
    target,
    headers: { ...headers, 'content-length': String(bytes.byteLength) },
    body: async function* () {
      yield bytes
    },
    signal,
  })
  if (response.status !== 200) throw refusal(context, response)
  return parseBody(context, response)
}
