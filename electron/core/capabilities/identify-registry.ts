import type { HttpResponse } from '../http/base/http-types.ts'
import { tryReadJson } from '../json/read-json.ts'
import { type RegistryIdentity, whoAnswered } from '../oci/base/who-answered.ts'
import type { RegistryClient } from '../oci/types.ts'
import type { Identity } from '../store/saved-capabilities.ts'

/** Reads what a registry says of itself; its host name plays no part (decision 10). Throws when unreachable. */
export const identifyRegistry = async (
  client: RegistryClient,
  nowMs: number,
  signal: AbortSignal,
): Promise<Identity> => {
  const base = await client.ask({ method: 'GET', path: '/v2/', signed: false, signal })
  const said = whoAnswered(base)
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

const askMore = async (
  client: RegistryClient,
  base: HttpResponse,
  { vendor }: RegistryIdentity,
  signal: AbortSignal,
): Promise<RegistryIdentity | undefined> => {
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
): Promise<RegistryIdentity | undefined> => {
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
  const body = tryReadJson(bytes)
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : undefined
}

const proxyOf = (server = ''): string | undefined => {
  const [, name, version] =
    /^(nginx|envoy|cloudflare|traefik|haproxy|apache|caddy|openresty)(?:\/(\d[\w.]{0,20}))?/i.exec(
      server,
    ) ?? []
  return name === undefined ? undefined : [name, version].filter(Boolean).join(' ')
}
