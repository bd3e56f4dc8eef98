import { RegistryError } from './registry-error.ts'

export type Page = { readonly names: readonly string[]; readonly link: string | undefined }

/** The index of the first name after `last`, in byte order; `last` itself need not be there. */
const firstAfter = (sorted: readonly string[], last: string): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? '') <= last) low = middle + 1
    else high = middle
  }
  return low
}

const wantedCount = (query: URLSearchParams): number | undefined => {
  const text = query.get('n')
  if (text === null || text === '') return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new RegistryError('PAGINATION_NUMBER_INVALID', 'n is a number from 0 on.')
}

/** One page by `n` and `last`, and the `Link` to the next where there is one. Without `n`, everything. */
export const pageOf = (sorted: readonly string[], query: URLSearchParams, path: string): Page => {
  const count = wantedCount(query)
  const last = query.get('last')
  const start = last ? firstAfter(sorted, last) : 0
  const end = count === undefined ? sorted.length : Math.min(start + count, sorted.length)
  const names = start === 0 && end === sorted.length ? sorted : sorted.slice(start, end)
  const final = names.at(-1)
  if (count === undefined || final === undefined || end >= sorted.length) {
    return { names, link: undefined }
  }
  const next = `${path}?n=${count}&last=${encodeURIComponent(final)}`
  return { names, link: `<${next}>; rel="next"` }
}
