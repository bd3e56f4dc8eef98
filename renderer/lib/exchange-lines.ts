import type { RecordedExchange } from '../../shared/ipc/schemas/exchange.ts'

export const secretMark = '●●●'

const reasonPhrases: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  407: 'Proxy Authentication Required',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  507: 'Insufficient Storage',
}

/** `401 Unauthorized`; registries leave the words out over proxies, so they are ours. */
export const statusLine = (status: number): string =>
  [status, reasonPhrases[status]].filter(Boolean).join(' ')

type Target = { host: string; path: string; query: readonly string[] }

/** What a query may hold unescaped too (RFC 3986, 3.4) reads better so; all else stays as it was sent. */
const readableQuery = (part: string): string =>
  part.replace(/%3A/gi, ':').replace(/%2F/gi, '/').replace(/%2C/gi, ',')

/** The address in parts. What is hidden in it stays as it was recorded. */
export const targetOf = (url: string): Target => {
  const [, host = '', rest = url] = /^[a-z]+:\/\/([^/?]*)(.*)$/i.exec(url) ?? []
  const [path = '', ...query] = rest.split(/\?|&/)
  return { host, path: path === '' ? '/' : path, query: query.map(readableQuery) }
}

/** `/v2/` at the registry itself, `auth.example.com/token` elsewhere; without the query. */
export const shortTarget = (url: string, registryHost: string): string => {
  const { host, path } = targetOf(url)
  return host === registryHost ? path : host + path
}

const isJson = (text: string): boolean => /^\s*[[{]/.test(text)

/** JSON laid out for reading; any other text, and cut or wrong JSON, as it came. */
export const readableBody = (body: string): string => {
  if (!isJson(body)) return body
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

type Header = RecordedExchange['request']['headers'][number]

/** Host first: it is sent, though seldom recorded. */
export const requestHeaders = ({ url, request }: RecordedExchange): readonly Header[] =>
  request.headers.some(({ name }) => name.toLowerCase() === 'host')
    ? request.headers
    : [{ name: 'Host', value: targetOf(url).host }, ...request.headers]

/** As people write it; to HTTP the case of a header's name says nothing. */
export const headerName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/(^|-)([a-z])/g, letter => letter.toUpperCase())
    .replace(/^Www-/, 'WWW-')
    .replace(/^Etag$/, 'ETag')

const headerLines = (mark: string, headers: readonly Header[]): string[] =>
  headers.map(({ name, value }) => `${mark} ${headerName(name)}: ${value}`)

/** One exchange as plain text, for the clipboard and the report: as recorded, so without a secret. */
export const exchangeLines = (exchange: RecordedExchange): string[] => {
  const { method, url, request, response, failure } = exchange
  const { path, query } = targetOf(url)
  const bodyOf = (body: string | undefined) =>
    body === undefined || body === '' ? [] : ['', ...readableBody(body).split('\n')]
  return [
    `> ${method} ${path}${query.length === 0 ? '' : `?${query.join('&')}`}`,
    ...headerLines('>', requestHeaders(exchange)),
    ...bodyOf(request.body),
    ...(response
      ? [
          `< ${statusLine(response.status)}`,
          ...headerLines('<', response.headers),
          ...bodyOf(response.body),
        ]
      : [`< ${failure ?? ''}`]),
  ]
}

/** How an answer is to be taken. Without a sign-in a 401 is a question; "not here" and "not so" are answers too. */
export const outcomeOf = ({
  as,
  response,
}: RecordedExchange): 'answered' | 'not-offered' | 'refused' => {
  if (!response) return 'refused'
  const { status } = response
  if (status === 401) return as === undefined ? 'answered' : 'refused'
  if (status >= 500 || status === 403 || status === 407 || status === 429) return 'refused'
  return status >= 400 ? 'not-offered' : 'answered'
}
