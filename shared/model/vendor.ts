/** Whose registry it is. A host name is the first guess only; what the registry itself says wins (decision 10). */
export const vendors = [
  'docker-hub',
  'ecr',
  'ecr-public',
  'acr',
  'google',
  'ghcr',
  'gitlab',
  'quay',
  'harbor',
  'ibm',
  'artifactory',
  'cloudsmith',
  'repoflow',
  'zot',
  'distribution',
  'chartroom',
] as const
export type Vendor = (typeof vendors)[number]

const hosts: readonly (readonly [RegExp, Vendor])[] = [
  [/^(registry-1\.|index\.)?docker\.io$/, 'docker-hub'],
  [/^\d{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|on\.aws)$/, 'ecr'],
  [/^(public\.ecr\.aws|ecr-public\.aws\.com)$/, 'ecr-public'],
  [/^[a-z0-9-]+\.azurecr\.(io|cn|us)$/, 'acr'],
  [/^([a-z0-9-]+-docker\.pkg\.dev|([a-z]+\.)?gcr\.io)$/, 'google'],
  [/^ghcr\.io$/, 'ghcr'],
  [/^registry\.gitlab\.com$/, 'gitlab'],
  [/^quay\.io$/, 'quay'],
  [/^([a-z0-9.-]+\.)?icr\.io$/, 'ibm'],
  [/^[a-z0-9-]+\.jfrog\.io$/, 'artifactory'],
  [/^([a-z0-9-]+\.)*cloudsmith\.(io|com)$/, 'cloudsmith'],
  [/^api\.repoflow\.io$/, 'repoflow'],
]

/** What a host name alone suggests; a port changes nothing. */
export const vendorOfHost = (host: string): Vendor | undefined => {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return hosts.find(([pattern]) => pattern.test(name))?.[1]
}
