import { type Answer, type Hook, json, on, refuse, type SimulatedRequest } from './exchange.ts'

/** Names of the whole list that the built-in registry has. */
export const namesIn = ({ body }: Answer, field: 'repositories' | 'tags'): readonly string[] => {
  const value: unknown = JSON.parse(body.toString())[field]
  return Array.isArray(value) ? value.map(String) : []
}

export type Paging = {
  /** Page size where none is asked for; undefined sends everything then. */
  readonly usual?: number
  readonly most: number
  /** What happens to a larger `n`: taken for the most there is, or refused. */
  readonly larger: 'clamped' | 'refused'
  /** `last` as distribution has it, or a cursor that only the registry understands, under this name. */
  readonly cursor: 'last' | { readonly parameter: string }
  /** How the `Link` is written. */
  readonly link?: 'relative' | 'absolute' | 'http'
  readonly larger400?: Answer
}

const opaque = (index: number) =>
  Buffer.from(`page-${index}`).toString('base64url').replace(/^/, 'opaque+/')

const startOf = (
  request: SimulatedRequest,
  names: readonly string[],
  cursor: Paging['cursor'],
): number | undefined => {
  const given = request.query.get(cursor === 'last' ? 'last' : cursor.parameter)
  if (given === null) return 0
  if (cursor === 'last') return names.findLastIndex(name => name <= given) + 1
  const index = names.findIndex((_, at) => opaque(at) === given)
  return index === -1 ? undefined : index
}

const linkTo = (
  request: SimulatedRequest,
  size: number,
  next: string,
  { cursor, link = 'relative' }: Paging,
) => {
  const parameter = cursor === 'last' ? 'last' : cursor.parameter
  const target = `${request.path}?${parameter}=${encodeURIComponent(next)}&n=${size}`
  const origin = {
    relative: '',
    absolute: `https://${request.host}`,
    http: `http://${request.host}`,
  }
  return `<${origin[link]}${target}>; rel="next"`
}

/** One page of a list as this vendor cuts it. */
export const pageOf = (
  request: SimulatedRequest,
  names: readonly string[],
  field: 'repositories' | 'tags',
  paging: Paging,
  more: object = {},
): Answer => {
  const asked = request.query.get('n')
  const wanted = asked === null ? (paging.usual ?? names.length) : Number(asked)
  if (wanted > paging.most && paging.larger === 'refused' && asked !== null) {
    const usual = refuse(400, 'PAGINATION_NUMBER_INVALID', 'invalid number of results requested')
    return paging.larger400 ?? usual
  }
  const size = Math.min(wanted, paging.most)
  const start = startOf(request, names, paging.cursor)
  if (start === undefined) return refuse(405, 'UNSUPPORTED', 'Invalid next token provided')
  const page = names.slice(start, start + size)
  const isLast = start + size >= names.length
  const next = paging.cursor === 'last' ? (page.at(-1) ?? '') : opaque(start + size)
  const headers = isLast || size === 0 ? {} : { Link: linkTo(request, size, next, paging) }
  return json(200, { ...more, [field]: page }, headers)
}

/** Cuts `_catalog` into this vendor's pages. */
export const catalogPages = (
  paging: Paging,
  isSeen: (name: string, request: SimulatedRequest) => boolean = () => true,
): Hook =>
  on(/^GET \/v2\/_catalog$/, async (request, _match, next) => {
    const all = namesIn(await next({ ...request, target: '/v2/_catalog' }), 'repositories')
    const names = all.filter(name => isSeen(name, request))
    return pageOf(request, names, 'repositories', paging)
  })

/** Cuts `tags/list` into this vendor's pages. */
export const tagPages = (
  paging: Paging,
  order: (tags: readonly string[]) => readonly string[] = tags => tags,
): Hook =>
  on(/^GET \/v2\/(.+)\/tags\/list$/, async (request, [, name], next) => {
    const answer = await next({ ...request, target: request.path })
    if (answer.status !== 200) return answer
    return pageOf(request, order(namesIn(answer, 'tags')), 'tags', paging, { name })
  })
