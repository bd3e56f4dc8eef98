import { AppError } from '../../../../shared/errors.ts'
import { parseProxy } from './parse-proxy.ts'
import type { Route } from './route.ts'

const setBy = 'system settings'

const schemes: Readonly<Record<string, string>> = { PROXY: 'http', HTTP: 'http', HTTPS: 'https' }

/**
 * The first way of a PAC answer (`PROXY a:3128; HTTPS b:443; DIRECT`) that can be used. Throws
 * `invalid-input/proxy-kind` where all are SOCKS: going straight is not ours to choose.
 */
export const routeOfPac = (answer: string): Route => {
  const ways = answer.split(';').map(way => way.trim().split(/\s+/))
  for (const [kind = '', place = ''] of ways) {
    if (kind.toUpperCase() === 'DIRECT') return { setBy }
    const scheme = schemes[kind.toUpperCase()]
    if (scheme) return { proxy: parseProxy(`${scheme}://${place}`, setBy), setBy }
  }
  const [kind = '', place = ''] = ways[0] ?? []
  if (kind === '') return {}
  throw new AppError('invalid-input', 'proxy-kind', { proxy: place || kind, setBy })
}
