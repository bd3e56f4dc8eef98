// cloud.ibm.com/docs/Registry: registry_overview, by region.
const icrHosts = [
  'icr.io',
  ...['au', 'br', 'ca', 'ca2', 'de', 'es', 'in', 'in2', 'jp', 'jp2', 'uk', 'us'].map(
    region => `${region}.icr.io`,
  ),
]

/**
 * Hosts beside a registry that its sign-in may go to: the API of the one who runs the registry, by the name the user
 * typed, never by what an answer says (docs/threats.md, "Where a sign-in may go"). Each with its source.
 */
export const credentialHosts = {
  /** docs.docker.com/reference/api/hub/latest: a PAT is given for a token. */
  'docker-hub': {
    registries: ['docker.io', 'index.docker.io', 'registry-1.docker.io'],
    origin: 'https://hub.docker.com',
  },
  /** docs.github.com/rest/packages: `read:packages`, which the registry wants too. */
  ghcr: { registries: ['ghcr.io'], origin: 'https://api.github.com' },
  /** docs.cloudsmith.com/api: the API key that is the registry's password. */
  cloudsmith: {
    registries: ['docker.cloudsmith.io', 'helm.oci.cloudsmith.io'],
    origin: 'https://api.cloudsmith.io',
  },
  /** cloud.ibm.com/apidocs/iam-identity-token-api: an API key is given for a token. */
  ibm: {
    registries: [...icrHosts, ...icrHosts.map(host => `private.${host}`)],
    origin: 'https://iam.cloud.ibm.com',
  },
} as const

export const mayHaveSignIn = (vendor: keyof typeof credentialHosts, host: string): boolean =>
  (credentialHosts[vendor].registries as readonly string[]).includes(host)
