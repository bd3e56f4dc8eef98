/**
 * Token services at another host than their registry, each by the one who runs both. Sources: the challenge of
 * GET /v2/ at Docker Hub (docs.docker.com/reference/api/registry/auth) and at GitLab
 * (docs.gitlab.com/administration/packages/container_registry).
 */
const knownRealms: Readonly<Record<string, readonly string[]>> = {
  'docker.io': ['https://auth.docker.io'],
  'index.docker.io': ['https://auth.docker.io'],
  'registry-1.docker.io': ['https://auth.docker.io'],
  'registry.gitlab.com': ['https://gitlab.com'],
}

export const isKnownRealm = (registryHost: string, realmOrigin: string): boolean =>
  knownRealms[registryHost]?.includes(realmOrigin) ?? false
