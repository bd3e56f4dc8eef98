import type { Secret } from '../base/secret.ts'

/** A proxy without its sign-in in the address. `http:` or `https:` is how the proxy itself is spoken to. */
export type Proxy = {
  readonly url: URL
  readonly credential?: { readonly username: string; readonly secret: Secret } | undefined
}

/** How an address is reached, and which setting said so. */
export type Route = { readonly proxy?: Proxy | undefined; readonly setBy?: string | undefined }

/** Asked for every request; what it answers is never a reason to fall back to another way. */
export type RouteSource = (url: URL) => Promise<Route>

export const direct: RouteSource = async () => ({})

/** `proxy.corp.internal:3128`, for people. */
export const shownProxy = ({ url }: Proxy): string =>
  url.port === '' ? `${url.host}:${url.protocol === 'https:' ? 443 : 80}` : url.host

/** The value of `Proxy-Authorization`; it goes to the proxy and nowhere else. */
export const proxyAuthorization = ({ credential }: Proxy): Record<string, string> => {
  if (!credential) return {}
  const pair = `${credential.username}:${credential.secret.reveal()}`
  return { 'proxy-authorization': `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` }
}
