import { AppError } from '../../../../shared/errors.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import { isPage } from '../../http/base/response-headers.ts'
import { tryReadJson } from '../../json/read-json.ts'
import { webPageInstead } from '../base/web-page-instead.ts'

export type ReadNames = {
  /** Valid ones that were not seen before, in the registry's order. */
  readonly names: readonly string[]
  readonly skipped: number
  /** Entries as sent, valid or not. */
  readonly count: number
  /** The last entry as sent, which a link names as `last`. */
  readonly finalName: string | undefined
}

/**
 * Reads `{"tags":[…]}` or `{"repositories":[…]}`. `null` or a missing list is an empty one; names that break the
 * specification are skipped and counted. Throws `malformed-answer` when it is no JSON object.
 */
export const readNames = (
  response: HttpResponse,
  field: 'tags' | 'repositories',
  isValid: (name: string) => boolean,
  seen: Set<string>,
  host: string,
): ReadNames => {
  const list = listOf(response, field, host)
  const names: string[] = []
  let skipped = 0
  for (const item of list) {
    if (typeof item !== 'string' || !isValid(item)) {
      skipped++
    } else if (!seen.has(item)) {
      seen.add(item)
      names.push(item)
    }
  }
  const final = list.at(-1)
  return {
    names,
    skipped,
    count: list.length,
    finalName: typeof final === 'string' ? final : undefined,
  }
}

const listOf = (response: HttpResponse, field: string, host: string): readonly unknown[] => {
  const body = tryReadJson(response.bytes)
  if (body === undefined && isPage(response)) throw webPageInstead(host, 'list')
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw malformed(host)
  const list = Object.hasOwn(body, field) ? (body as Record<string, unknown>)[field] : undefined
  if (list === undefined || list === null) return []
  if (!Array.isArray(list)) throw malformed(host)
  return list
}

const malformed = (host: string) => new AppError('unsupported', 'malformed-answer', { host })
