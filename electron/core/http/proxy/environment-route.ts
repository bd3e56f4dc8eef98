import { isLoopbackHost } from '../../../../shared/model/reference.ts'
import { parseNoProxy } from './no-proxy.ts'
import { parseProxy } from './parse-proxy.ts'
import type { Route } from './route.ts'

type Environment = Readonly<Record<string, string | undefined>>

const defaultPorts: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' }

/**
 * What HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY say of an address, in either case, by Go's rules
 * (docs/protocol.md, "Proxies"); undefined where they say nothing. Throws `invalid-input` for a proxy that cannot be
 * used.
 */
export const createEnvironmentRoute = (env: Environment): ((url: URL) => Route | undefined) => {
  const first = (...names: string[]) => {
    const name = names.find(one => env[one]?.trim())
    return name === undefined ? undefined : { name, value: env[name] ?? '' }
  }
  const none = first('NO_PROXY', 'no_proxy')
  const exempt = parseNoProxy(none?.value ?? '')
  const all = first('ALL_PROXY', 'all_proxy')
  const bySchema: Readonly<Record<string, typeof all>> = {
    'https:': first('HTTPS_PROXY', 'https_proxy') ?? all,
    'http:': first('HTTP_PROXY', 'http_proxy') ?? all,
  }
  return url => {
    // This machine is never reached through another one.
    if (isLoopbackHost(url.host)) return {}
    const entry = exempt(url.hostname, url.port || (defaultPorts[url.protocol] ?? ''))
    if (entry !== undefined) return { setBy: `${none?.name} has ${entry}` }
    const set = bySchema[url.protocol]
    return set && { proxy: parseProxy(set.value, set.name), setBy: set.name }
  }
}
