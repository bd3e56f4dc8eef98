import type { Vendor } from '../../../../shared/model/vendor.ts'
import { chooseChallenge, parseChallenges } from './challenge.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'

/** What an answer tells of its maker. */
export type RegistryIdentity = { readonly vendor?: Vendor; readonly product?: string }

type Base = {
  readonly header: (name: string) => string
  readonly service: string
  readonly realm: URL | undefined
}

type Rule = RegistryIdentity & { readonly vendor: Vendor; readonly fits: (base: Base) => boolean }

const realmAt = (pattern: RegExp, { realm }: Base) =>
  realm !== undefined && pattern.test(realm.hostname)

// Challenges and headers, each from the vendor's own answer to GET /v2/.
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

/** Whose answer this is, best read of `GET /v2/`; its host name plays no part (decision 10). */
export const whoAnswered = (response: HttpResponse): RegistryIdentity => {
  const challenge = chooseChallenge(parseChallenges(response.headers.all('www-authenticate')))
  const base: Base = {
    header: name => response.headers.get(name) ?? '',
    service: challenge?.parameters['service'] ?? '',
    realm: URL.parse(challenge?.parameters['realm'] ?? '', response.url.href) ?? undefined,
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
