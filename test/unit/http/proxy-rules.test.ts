import { describe, expect, it } from 'vitest'
import { createEnvironmentRoute } from '../../../electron/core/http/proxy/environment-route.ts'
import { routeOfPac } from '../../../electron/core/http/proxy/pac-route.ts'
import { parseProxy } from '../../../electron/core/http/proxy/parse-proxy.ts'
import { shownProxy } from '../../../electron/core/http/proxy/route.ts'

const proxies = { HTTPS_PROXY: 'http://secure:3128', HTTP_PROXY: 'plain:8080' }

/** Proxy and setting, as text. */
const way = (address: string, env: Record<string, string>) => {
  const route = createEnvironmentRoute(env)(new URL(address))
  if (!route) return 'nothing said'
  const by = route.setBy === undefined ? '' : ` by ${route.setBy}`
  return `${route.proxy ? shownProxy(route.proxy) : 'straight'}${by}`
}

describe('the proxies of the environment', () => {
  it.each([
    ['https://registry.example', proxies, 'secure:3128 by HTTPS_PROXY'],
    ['http://registry.example', proxies, 'plain:8080 by HTTP_PROXY'],
    ['https://registry.example', { https_proxy: 'low:1' }, 'low:1 by https_proxy'],
    ['https://r.example', { HTTPS_PROXY: 'up:1', https_proxy: 'low:1' }, 'up:1 by HTTPS_PROXY'],
    ['https://registry.example', { ALL_PROXY: 'http://all' }, 'all:80 by ALL_PROXY'],
    ['https://registry.example', { HTTPS_PROXY: 'https://p' }, 'p:443 by HTTPS_PROXY'],
    ['https://registry.example', { HTTP_PROXY: 'p:1' }, 'nothing said'],
    ['https://registry.example', { HTTPS_PROXY: ' ' }, 'nothing said'],
    ['https://registry.example', {}, 'nothing said'],
    ['https://localhost:5000', proxies, 'straight'],
    ['https://127.9.9.9', proxies, 'straight'],
    ['https://[::1]:5000', proxies, 'straight'],
  ])('%s with %o: %s', (address, env, expected) => {
    expect(way(address, env)).toBe(expected)
  })

  // golang.org/x/net/http/httpproxy: its documentation and TestUseProxy.
  it.each([
    ['*', 'https://registry.example', true],
    ['example', 'https://registry.example', true],
    ['.example', 'https://registry.example', true],
    ['registry.example', 'https://registry.example', true],
    ['REGISTRY.example', 'https://registry.example', true],
    ['.registry.example', 'https://registry.example', false],
    ['*.example', 'https://registry.example', true],
    ['*.registry.example', 'https://registry.example', false],
    ['try.example', 'https://registry.example', false],
    ['registry.example:443', 'https://registry.example', true],
    ['registry.example:444', 'https://registry.example', false],
    ['registry.example:5000', 'https://registry.example:5000', true],
    ['a.test, example ,b.test', 'https://registry.example', true],
    ['10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['10.1.2.3', 'https://10.1.2.3:5000', true],
    ['10.1.2.3:443', 'https://10.1.2.3:5000', false],
    ['fd00::/8', 'https://[fd00::1]', true],
    ['fd00::1', 'https://[fd00::1]', true],
    ['[fd00::1]:443', 'https://[fd00::1]', true],
    ['10.0.0.0/99', 'https://10.1.2.3', false],
    ['', 'https://registry.example', false],
  ])('NO_PROXY=%s, %s: %s', (none, address, isStraight) => {
    const entry = none.split(',').find(one => one.includes('example')) ?? none
    expect(way(address, { ...proxies, NO_PROXY: none })).toBe(
      isStraight ? `straight by NO_PROXY has ${entry.trim()}` : 'secure:3128 by HTTPS_PROXY',
    )
    expect(way(address, { ...proxies, no_proxy: none })).toContain(isStraight ? 'straight' : 'sec')
  })
})

describe('a proxy', () => {
  it('has its sign-in taken out of its address', () => {
    const { url, credential } = parseProxy('http://ann:p%40ss@proxy:3128/x?y', 'HTTPS_PROXY')
    expect(url.href).toBe('http://proxy:3128/')
    expect(credential?.username).toBe('ann')
    expect(credential?.secret.reveal()).toBe('p@ss')
    expect(JSON.stringify(credential)).not.toContain('p@ss')
  })

  it('that cannot be used is told without its password', () => {
    expect(() => parseProxy('socks5://ann:canary@proxy:1080', 'ALL_PROXY')).toThrowError(
      expect.objectContaining({
        reason: 'proxy-kind',
        params: { proxy: 'proxy:1080', setBy: 'ALL_PROXY' },
      }),
    )
    expect(() => parseProxy('http://ann:canary@', 'HTTPS_PROXY')).toThrowError(
      expect.objectContaining({ reason: 'proxy-address', params: { address: 'HTTPS_PROXY' } }),
    )
  })

  it.each([
    ['DIRECT', undefined],
    ['PROXY a:3128; DIRECT', 'http://a:3128/'],
    ['HTTPS b:8443', 'https://b:8443/'],
    ['SOCKS5 c:1080; PROXY a:3128', 'http://a:3128/'],
    ['', undefined],
  ])('of the system: %s', (answer, url) => {
    expect(routeOfPac(answer).proxy?.url.href).toBe(url)
  })

  it('of the system that is SOCKS only is never gone around', () => {
    expect(() => routeOfPac('SOCKS5 c:1080')).toThrowError(
      expect.objectContaining({ reason: 'proxy-kind' }),
    )
  })
})
