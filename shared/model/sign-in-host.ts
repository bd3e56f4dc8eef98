// docker keeps Docker Hub under one name; users write any of these for it (oras credentials/registry.go).
const dockerHubHosts = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io'])

/** The host under which sign-ins for this one are kept: the same for every name of Docker Hub. */
export const signInHost = (host: string): string =>
  dockerHubHosts.has(host) ? 'registry-1.docker.io' : host
