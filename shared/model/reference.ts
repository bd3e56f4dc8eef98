import { type Digest, parseDigest } from './digest.ts'
import { isTag } from './tag.ts'

/** A registry address: canonical `host[:port]` and an optional path prefix below which the user works. */
export type RegistryAddress = {
  readonly host: string
  readonly path: string
  /** What the user wrote before `://`, if anything. `http` asks for plain HTTP. */
  readonly scheme?: 'oci' | 'https' | 'http'
}

export type Reference = {
  readonly host: string
  readonly repository: string
  readonly tag?: string
  readonly digest?: Digest
}

// distribution-spec: <name>.
const repositoryComponent = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const repositoryPattern = new RegExp(`^${repositoryComponent}(?:/${repositoryComponent})*$`)

export const isRepositoryName = (text: string): boolean =>
  text.length <= 255 && repositoryPattern.test(text)

/**
 * Canonical `host[:port]`: lower case, punycode, no userinfo, no trailing dot, port 443 kept off.
 * Returns undefined when the text is no URL authority, or begins with `-`: programs that we hand it to would read an
 * option. Credentials are keyed by this value.
 */
export const parseHost = (text: string): string | undefined => {
  if (text === '' || /[\s@/\\?#%*]/.test(text)) return undefined
  // Without a dot, a port or "localhost" the first path part of `team/chart` would pass for a host; callers decide.
  const url = URL.parse(`https://${text}`)
  if (!url || url.username !== '' || url.password !== '' || url.pathname !== '/') return undefined
  const name = url.hostname.replace(/\.$/, '')
  return name === '' || name.startsWith('-')
    ? undefined
    : url.port === ''
      ? name
      : `${name}:${url.port}`
}

const schemePattern = /^(oci|https|http):\/\//i

const splitScheme = (text: string) => {
  const match = schemePattern.exec(text)
  const scheme = match?.[1]?.toLowerCase() as RegistryAddress['scheme'] | undefined
  return { rest: match ? text.slice(match[0].length) : text, scheme }
}

/**
 * The path below which somebody works: an address of the distribution API begins with `v2` (docker writes `v1` too),
 * which is no part of a name. Below `oci://` everything is a name.
 */
const withoutApi = (path: string, scheme: RegistryAddress['scheme']): string => {
  if (scheme === 'oci') return path
  return path.replace(scheme === undefined ? /^v[12]$/ : /^v[12](?:\/|$)/, '')
}

/** Without TLS 443 is a port like any other: left off, it would mean 80. */
const plainHost = (host: string | undefined, authority: string): string | undefined =>
  host !== undefined && /:0*443$/.test(authority) ? `${host}:443` : host

/** Reads `host`, `host:port`, `host/path`, `oci://…`, `https://…`, `http://…`. Undefined when it is none of these. */
export const parseRegistryAddress = (input: string): RegistryAddress | undefined => {
  const { rest, scheme } = splitScheme(input.trim())
  const slash = rest.indexOf('/')
  const authority = slash === -1 ? rest : rest.slice(0, slash)
  const encrypted = parseHost(authority)
  const host = scheme === 'http' ? plainHost(encrypted, authority) : encrypted
  const path = withoutApi(slash === -1 ? '' : rest.slice(slash + 1).replace(/\/+$/, ''), scheme)
  if (host === undefined || (path !== '' && !isRepositoryName(path))) return undefined
  return scheme === undefined ? { host, path } : { host, path, scheme }
}

/**
 * Reads a full reference: `[oci://]host/path[:tag][@digest]`. A reference needs a repository; with neither
 * tag nor digest it names the repository. A "+" in a tag is Helm's "_". Undefined when malformed.
 */
export const parseReference = (input: string): Reference | undefined => {
  const { rest } = splitScheme(input.trim())
  const slash = rest.indexOf('/')
  const host = slash === -1 ? undefined : parseHost(rest.slice(0, slash))
  if (host === undefined) return undefined
  const [beforeDigest = '', digestText] = splitOnce(rest.slice(slash + 1), '@')
  const [repository = '', tagText] = splitOnce(beforeDigest, ':')
  const digest = digestText === undefined ? undefined : parseDigest(digestText)
  const tag = tagText?.replaceAll('+', '_')
  if (!isRepositoryName(repository)) return undefined
  if (digestText !== undefined && digest === undefined) return undefined
  if (tag !== undefined && !isTag(tag)) return undefined
  return { host, repository, ...(tag !== undefined && { tag }), ...(digest && { digest }) }
}

const splitOnce = (text: string, separator: string): [string, string?] => {
  const at = text.indexOf(separator)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)]
}

/** `oci://host/repository[:tag][@digest]` */
export const formatReference = ({ host, repository, tag, digest }: Reference): string =>
  `oci://${host}/${repository}${tag === undefined ? '' : `:${tag}`}${digest ? `@${digest}` : ''}`

/** Joins a namespace and a chart name the way `helm push` does (Go path.Join). */
export const joinRepository = (...parts: string[]): string =>
  parts
    .flatMap(part => part.split('/'))
    .filter(part => part !== '' && part !== '.')
    .join('/')

/** Whether this host is the machine itself: plain HTTP needs no extra consent there. */
export const isLoopbackHost = (host: string): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/.test(host)
