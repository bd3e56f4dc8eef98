import { AppError, type ErrorParams } from '../../../../shared/errors.ts'
import type { ErrorCode, Reason } from '../../../../shared/error-reasons.ts'
import type { Vendor } from '../../../../shared/model/vendor.ts'
import { dictionary } from './dictionary.ts'
import type { Action, Dictionary, Entry, Meaning } from './entry.ts'
import { findEntry } from './find-entry.ts'
import type { Clock } from '../../ports.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import { describeExchange, type Redactor } from '../../http/base/redaction.ts'
import { parseRetryAfter } from '../../http/base/retry-after.ts'
import { readJson } from '../../json/read-json.ts'

export type { Action } from './entry.ts'

export type ErrorContext = {
  readonly action: Action
  /** Host, repository, reference, digest, as far as the words need them. */
  readonly params: ErrorParams
  /** Whether the request went out with a sign-in; where it is not said, whether it was signed for somebody. */
  readonly signedIn?: boolean
}

/** Translates an answer that is no success, once, into what it means. */
export type TranslateError = (response: HttpResponse, context: ErrorContext) => AppError

export type TranslationOptions = {
  readonly redactor: Redactor
  readonly clock: Clock
  /** Whose registry it is, as far as known now: the same answer means another thing from each. */
  readonly vendor: () => Vendor | undefined
  readonly entries?: Dictionary
}

export const createErrorTranslation =
  ({ redactor, clock, vendor, entries = dictionary }: TranslationOptions): TranslateError =>
  (response, context) => {
    const { status, headers } = response
    const { codes, text } = readErrorBody(response.bytes)
    const entry = findEntry(entries, {
      ...context,
      status,
      codes,
      text,
      signedIn: context.signedIn ?? response.request.as !== undefined,
      hasChallenge: headers.all('www-authenticate').some(value => value.trim() !== ''),
      vendor: vendor(),
    })
    const [code, reason] = entry?.means ?? (['unexpected', 'answer'] satisfies Meaning)
    const retryAfterMs = parseRetryAfter(headers.get('retry-after'), clock.now())
    return new AppError(
      code,
      reason as Reason<ErrorCode>,
      { ...context.params, status, ...paramsOf(entry, response, context) },
      {
        details: {
          exchange: describeExchange(response, redactor),
          ...(retryAfterMs !== undefined && { retryAfterMs }),
        },
      },
    )
  }

/** i18next chooses words by `context`; what these words name beside the usual comes along. */
const paramsOf = (
  entry: Entry | undefined,
  { headers, url }: HttpResponse,
  { params }: ErrorContext,
): ErrorParams => {
  const [namespace, ...rest] = String(params['repository'] ?? '').split('/')
  const location = headers.get('location')
  const target = location === undefined ? null : URL.parse(location, url.href)
  return {
    ...(entry?.words !== undefined && { context: entry.words }),
    ...(namespace && { namespace, project: [namespace, ...rest.slice(0, 1)].join('/') }),
    // Without its path: a sign-in page carries a state there.
    ...(target && { target: `${target.protocol}//${target.host}` }),
  }
}

type ErrorBody = {
  readonly codes: readonly string[]
  /** The registry's own words, where the body has them in a known place. */
  readonly messages: readonly string[]
  readonly text: string
}

/** Reads `{"errors":[{code}]}`, and the single object without the list that zot sends. Never throws. */
export const readErrorBody = (bytes: Uint8Array): ErrorBody => {
  const text = new TextDecoder().decode(bytes)
  try {
    const body = readJson(text)
    const errors = property(body, 'errors')
    const list: unknown[] = Array.isArray(errors) ? errors : [body]
    const texts = (name: string) =>
      list.map(error => property(error, name)).filter(value => typeof value === 'string')
    return { codes: texts('code'), messages: [...texts('message'), ...texts('details')], text }
  } catch {
    return { codes: [], messages: [], text }
  }
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
