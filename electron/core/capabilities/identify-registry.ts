import type { Vendor } from '../../../shared/model/vendor.ts'
import { chooseChallenge, parseChallenges } from '../oci/auth/challenge.ts'
import type { HttpResponse } from '../oci/http/http-types.ts'
import type { RegistryClient } from '../oci/types.ts'
import type { Identity } from '../store/saved-capabilities.ts'

/** Reads what a registry says of itself; its host name plays no part (oci-registries 11). Throws when unreachable. */
export const identifyRegistry = async (
  client: RegistryClient,
  nowMs: number,
  signal: AbortSignal,
): Promise<Identity> => {
  const base = await client.ask({ method: 'GET', path: '/v2/', signed: false, signal })
  const said = readBase(base)
  const { vendor, product } = (await askMore(client, base, said, signal)) ?? said
  const behind = proxyOf(base.headers.get('server'))
  const api = base.headers.get('docker-distribution-api-version')?.slice(0, 60)
  return {
    ...(vendor && { vendor }),
    ...(product !== undefined && { product }),
    ...(behind !== undefined && { behind }),
    ...(api !== undefined && { api }),
    foundAtMs: nowMs,
  }
}

type Said = { readonly vendor?: Vendor; readonly product?: string }

type Base = {
  readonly header: (name: string) => string
  readonly service: string
  readonly realm: URL | undefined
  readonly text: string
}

type Rule = Said & { readonly vendor: Vendor; readonly fits: (base: Base) => boolean }

const realmAt = (pattern: RegExp, { realm }: Base) =>
  realm !== undefined && pattern.test(realm.hostname)

// Challenges and headers, each from the vendor's own answer to GET /v2/ (oci-registries 3.8).
const rules: readonly Rule[] = [
  {
    vendor: 'artifactory',
    product: 'Artifactory',
    fits: ({ header }) => header('x-jfrog-version') !== '' || header('x-artifactory-id') !== '',
  },
  {
    vendor: 'harbor',
    product: 'Harbor',
    fits: ({ header, service }) =>
      service === 'harbor-registry' || header('x-harbor-csrf-token') !== '',
  },
  { vendor: 'gitlab', product: 'GitLab', fits: ({ service }) => service === 'container_registry' },
  {
    vendor: 'docker-hub',
    product: 'Docker Hub',
    fits: ({ service }) => service === 'registry.docker.io',
  },
  {
    vendor: 'ghcr',
    product: 'GitHub Container Registry',
    fits: base => base.service === 'ghcr.io' || realmAt(/^ghcr\.io$/, base),
  },
  {
    vendor: 'ecr-public',
    product: 'Amazon ECR Public',
    fits: ({ service }) => service === 'public.ecr.aws',
  },
  { vendor: 'ecr', product: 'Amazon ECR', fits: ({ service }) => service === 'ecr.amazonaws.com' },
  {
    vendor: 'acr',
    product: 'Azure Container Registry',
    fits: base =>
      base.realm?.pathname === '/oauth2/token' &&
      (base.header('x-ms-correlation-request-id') !== '' ||
        realmAt(/\.azurecr\.(io|cn|us)$/, base)),
  },
  {
    vendor: 'google',
    product: 'Google Artifact Registry',
    fits: base => realmAt(/(-docker\.pkg\.dev|(^|\.)gcr\.io)$/, base),
  },
  {
    vendor: 'ibm',
    product: 'IBM Cloud Container Registry',
    fits: base => realmAt(/(^|\.)icr\.io$|\.cloud\.ibm\.com$/, base),
  },
  {
    vendor: 'cloudsmith',
    product: 'Cloudsmith',
    fits: base => realmAt(/(^|\.)cloudsmith\.(io|com)$/, base),
  },
  { vendor: 'quay', product: 'Quay', fits: ({ realm }) => realm?.pathname === '/v2/auth' },
  {
    vendor: 'zot',
    product: 'zot',
    fits: ({ header }) => /\bx-zot-api-client\b/i.test(header('access-control-allow-headers')),
  },
]

const readBase = (response: HttpResponse): Said => {
  const challenge = chooseChallenge(parseChallenges(response.headers.all('www-authenticate')))
  const base: Base = {
    header: name => response.headers.get(name) ?? '',
    service: challenge?.parameters['service'] ?? '',
    realm: URL.parse(challenge?.parameters['realm'] ?? '', response.url.href) ?? undefined,
    text: new TextDecoder().decode(response.bytes),
  }
  const rule = rules.find(({ fits }) => fits(base))
  if (!rule) return {}
  const { vendor, product } = rule
  // `Artifactory/7.77.5 77705900`
  const version = /^Artifactory\/(\d[\w.-]{0,30})/.exec(base.header('x-jfrog-version'))?.[1]
  const named =
    vendor === 'artifactory' && version !== undefined ? `${product} ${version}` : product
  return { vendor, ...(named !== undefined && { product: named }) }
}

const askMore = async (
  client: RegistryClient,
  base: HttpResponse,
  { vendor }: Said,
  signal: AbortSignal,
): Promise<Said | undefined> => {
  if (vendor === 'harbor') return askHarbor(client, signal)
  if (vendor !== undefined) return undefined
  const zot = await ask(client, '/v2/_oci/ext/discover', false, signal)
  if (Array.isArray(zot?.['extensions'])) return { vendor: 'zot', product: 'zot' }
  // What distribution itself answers to whoever may come in, and nothing more can be told of it.
  const hasApi = base.headers.get('docker-distribution-api-version') === 'registry/2.0'
  const answer = base.status === 200 ? parse(base) : await ask(client, '/v2/', true, signal)
  const isPlain = answer !== undefined && Object.keys(answer).length === 0
  return isPlain && hasApi ? { vendor: 'distribution', product: 'Docker Registry' } : undefined
}

/** Its version is told to whoever is signed in. */
const askHarbor = async (
  client: RegistryClient,
  signal: AbortSignal,
): Promise<Said | undefined> => {
  const info = await ask(client, '/api/v2.0/systeminfo', 'basic', signal)
  const version = /^v?(\d+\.\d+)/.exec(String(info?.['harbor_version'] ?? ''))?.[1]
  return version === undefined ? undefined : { vendor: 'harbor', product: `Harbor ${version}` }
}

/** Undefined when it is not offered; that is no failure. */
const ask = async (
  client: RegistryClient,
  path: string,
  signed: boolean | 'basic',
  signal: AbortSignal,
): Promise<Record<string, unknown> | undefined> => {
  try {
    const response = await client.ask({ method: 'GET', path, signed, signal })
    return response.status === 200 ? parse(response) : undefined
  } catch {
    signal.throwIfAborted()
    return undefined
  }
}

const parse = ({ bytes }: HttpResponse): Record<string, unknown> | undefined => {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? { ...body }
      : undefined
  } catch {
    return undefined
  }
}

const proxyOf = (server = ''): string | undefined => {
  const [, name, version] =
    /^(nginx|envoy|cloudflare|traefik|haproxy|apache|caddy|openresty)(?:\/(\d[\w.]{0,20}))?/i.exec(
      server,
    ) ?? []
  return name === undefined ? undefined : [name, version].filter(Boolean).join(' ')
}
