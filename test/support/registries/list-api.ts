import { type Answer, type Handle, json, type SimulatedRequest } from './exchange.ts'
import { namesIn } from './paging.ts'

/** Names of all that the built-in registry holds below a path. */
export const repositoriesBelow = async (
  local: Handle,
  request: SimulatedRequest,
  path: string,
): Promise<readonly string[]> => {
  const nothing = { headers: {}, body: Buffer.alloc(0) }
  const asked = { ...request, method: 'GET', target: '/v2/_catalog', ...nothing }
  const all = namesIn(await local(asked), 'repositories')
  return path === '' ? all : all.filter(name => name.startsWith(`${path}/`))
}

/** However many are asked for, this many come: a client that trusts its own page size stops too early. */
const apiPageSize = 2

/** One page of an API that counts pages from 1 and names the next in a `Link`. */
export const linkedPage = (
  request: SimulatedRequest,
  rows: readonly unknown[],
  more: (next: number | undefined) => Readonly<Record<string, string>> = () => ({}),
): Answer => {
  const page = Number(request.query.get('page') ?? 1)
  const isLast = page * apiPageSize >= rows.length
  const query = new URLSearchParams(request.query)
  query.set('page', String(page + 1))
  const link = `<https://${request.host}${request.path}?${query}>; rel="next"`
  const previous = `<https://${request.host}${request.path}?page=${page - 1}>; rel="prev"`
  const links = [...(page > 1 ? [previous] : []), ...(isLast ? [] : [link])]
  return json(200, rows.slice((page - 1) * apiPageSize, page * apiPageSize), {
    ...(links.length > 0 && { Link: links.join(', ') }),
    ...more(isLast ? undefined : page + 1),
  })
}
