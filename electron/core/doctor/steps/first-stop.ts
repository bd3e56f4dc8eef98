import { type Route, shownProxy } from '../../http/proxy/route.ts'

/** Whom the first connection goes to: the registry, or the proxy that is told the registry's name. */
export type FirstStop = {
  /** Without brackets. */
  readonly hostname: string
  readonly port: number
  /** `proxy.corp.internal:3128`; undefined for the registry itself. */
  readonly proxy: string | undefined
}

export const firstStop = (registry: URL, { proxy }: Route): FirstStop => {
  const { hostname, port, protocol } = proxy?.url ?? registry
  return {
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    proxy: proxy && shownProxy(proxy),
  }
}
