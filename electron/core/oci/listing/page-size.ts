import { type Target, targetOf } from '../../http/base/target.ts'

/**
 * Docker's registry walks its whole tree for each page and refuses more than 1,000; zot walks it too and takes any
 * number (docs/protocol.md, "Page sizes"). So larger pages are tried, largest first, until the registry has said what
 * it takes.
 */
export const pageSizes: readonly number[] = [10_000, 1_000]

const parameter = (target: Target, name: string): string | undefined =>
  new RegExp(`[?&]${name}=([^&]*)`).exec(target.path)?.[1]

/**
 * The same link with a larger `n`, where that is safe: `last` is the final name of the page, so the cursor is no
 * secret of the registry's (ECR's are opaque). Undefined otherwise, or when it asks for as much already.
 */
export const withLargerPage = (
  link: Target,
  finalName: string | undefined,
  size: number,
): Target | undefined => {
  const last = parameter(link, 'last')
  const n = parameter(link, 'n')
  if (finalName === undefined || last === undefined || n === undefined) return undefined
  if (decode(last) !== finalName || !/^\d{1,6}$/.test(n) || Number(n) >= size) return undefined
  const path = link.path.replace(/([?&]n=)\d+/, `$1${size}`)
  return targetOf(link.url.origin, path)
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const firstPage = 100

/** `n` of a large first page: what every registry takes that takes a number at all, docker-registry too. */
export const largePageSize = 1_000

// These refuse `n`, or page differently when it is given: docs/protocol.md, "Page sizes".
const ownPaging = [
  /\.dkr\.ecr(?:-fips)?\.[^.]+\.amazonaws\.com(?:\.cn)?$/,
  /^public\.ecr\.aws$/,
  /(?:^|\.)gcr\.io$/,
  /-docker\.pkg\.dev$/,
]

/** `n` of the first catalog page: few, for the eye. Undefined where none may be sent. */
export const firstPageSize = (host: string): number | undefined =>
  ownPaging.some(pattern => pattern.test(host)) ? undefined : firstPage
