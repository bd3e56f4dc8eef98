import { BlockList, isIP } from 'node:net'

/** The entry of NO_PROXY, as written, that keeps this place off the proxy. */
export type NoProxy = (hostname: string, port: string) => string | undefined

/**
 * Reads NO_PROXY as Go does (golang.org/x/net/http/httpproxy), since helm reads it so: `*`, a network, an address, a
 * host with all below it, `.suffix` for those below only, each with a port if wanted.
 */
export const parseNoProxy = (text: string): NoProxy => {
  const rules = text
    .split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '')
    .map(entry => ({ entry, matches: ruleOf(entry.toLowerCase()) }))
  return (hostname, port) => {
    const host = hostname.toLowerCase().replace(/^\[|\]$/g, '')
    return rules.find(({ matches }) => matches(host, port))?.entry
  }
}

type Rule = (host: string, port: string) => boolean

const ruleOf = (entry: string): Rule => {
  if (entry === '*') return () => true
  const network = networkOf(entry)
  if (network) return host => isIP(host) !== 0 && network.check(host, familyOf(host))
  const [host, port] = splitPort(entry)
  const isPort: (given: string) => boolean = given => port === undefined || given === port
  if (isIP(host) !== 0) return (given, givenPort) => given === host && isPort(givenPort)
  const name = host.replace(/^\*(?=\.)/, '')
  const suffix = name.startsWith('.') ? name : `.${name}`
  return (given, givenPort) =>
    isPort(givenPort) && (given.endsWith(suffix) || (name !== suffix && given === name))
}

const networkOf = (entry: string): BlockList | undefined => {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(entry) ?? []
  if (isIP(address) === 0 || Number(bits) > (isIP(address) === 6 ? 128 : 32)) return undefined
  const network = new BlockList()
  network.addSubnet(address, Number(bits), familyOf(address))
  return network
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** `host`, `host:port`, `[::1]:port` and a bare `::1`. */
const splitPort = (entry: string): [string, string | undefined] => {
  const [, host, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? []
  return host === undefined ? [entry, undefined] : [host.replace(/^\[|\]$/g, ''), port]
}
