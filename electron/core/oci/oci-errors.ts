import { AppError, type ErrorParams } from '../../../shared/errors.ts'
import type { ErrorCode, Reason } from '../../../shared/error-reasons.ts'
import type { Clock } from './http/clock.ts'
import type { HttpResponse } from './http/http-types.ts'
import { describeExchange, type Redactor } from './http/redaction.ts'
import { parseRetryAfter } from './http/retry-after.ts'

/** What was being done: the same status means another thing on another path. */
export type Action =
  | 'ping'
  | 'catalog'
  | 'tags'
  | 'manifest'
  | 'blob'
  | 'upload-start'
  | 'upload'
  | 'push-manifest'
  | 'delete'
  | 'token'

export type ErrorContext = {
  readonly action: Action
  /** Host, repository, reference, digest, as far as the words need them. */
  readonly params: ErrorParams
  /** Whether the request went out with a sign-in, where that changes what the answer means. */
  readonly signedIn?: boolean
}

/** Translates an answer that is no success, once, into what it means. */
export type TranslateError = (response: HttpResponse, context: ErrorContext) => AppError

type Meaning = { [C in ErrorCode]: readonly [C, Reason<C>] }[ErrorCode]
type Rule = {
  readonly status?: number | readonly number[]
  readonly action?: readonly Action[]
  /** One of the codes in the body (distribution-spec, with the additions of oci-registries 6.2). */
  readonly code?: readonly string[]
  readonly text?: RegExp
  readonly signedIn?: boolean
  readonly means: Meaning
}

const pushes: readonly Action[] = ['upload-start', 'upload', 'push-manifest']

// The first that fits. Status before code before text, because only the status can be relied on (oci-registries 6.2).
const rules: readonly Rule[] = [
  // Not even an error: a web site, a captive portal, a sign-in page that everything is redirected to.
  {
    status: [200, 204, 301, 302, 303, 307, 308, 404, 405],
    action: ['ping'],
    means: ['unsupported', 'not-a-registry'],
  },
  { status: 429, means: ['rate-limited', 'try-later'] },
  { status: 507, means: ['disk-full', 'registry-full'] },
  { status: 413, means: ['too-large', 'refused-by-registry'] },
  // IBM answers 400 to a wrong key (oci-registries 3.8).
  {
    status: [400, 401],
    action: ['token'],
    signedIn: true,
    means: ['unauthorized', 'sign-in-refused'],
  },
  {
    status: [401, 403],
    action: ['token'],
    signedIn: false,
    means: ['unauthorized', 'sign-in-needed'],
  },
  { status: 401, action: ['ping'], signedIn: true, means: ['unauthorized', 'sign-in-refused'] },
  // With a sign-in that was taken, "who are you" means "you have no right to it, or it does not exist".
  { status: 401, signedIn: true, means: ['forbidden', 'denied'] },
  { status: 401, means: ['unauthorized', 'sign-in-needed'] },
  {
    action: ['push-manifest'],
    code: ['MANIFEST_BLOB_UNKNOWN', 'BLOB_UNKNOWN'],
    means: ['conflict', 'missing-blob'],
  },
  { action: pushes, code: ['TAG_IMMUTABLE', 'PRECONDITION'], means: ['conflict', 'tag-immutable'] },
  { action: pushes, text: /immutab|ImageTagAlreadyExists/i, means: ['conflict', 'tag-immutable'] },
  { status: [409, 412], action: ['push-manifest'], means: ['conflict', 'tag-immutable'] },
  { status: 403, means: ['forbidden', 'denied'] },
  { action: pushes, code: ['DIGEST_INVALID'], means: ['integrity', 'digest-mismatch'] },
  { action: pushes, code: ['SIZE_INVALID'], means: ['integrity', 'size-mismatch'] },
  { status: [400, 405], action: ['delete'], means: ['unsupported', 'delete-disabled'] },
  { status: 404, action: pushes, means: ['not-found', 'repository-for-push'] },
  { status: 404, code: ['NAME_UNKNOWN', 'NAME_INVALID'], means: ['not-found', 'repository'] },
  { status: 404, action: ['tags'], means: ['not-found', 'repository'] },
  { status: 404, action: ['manifest', 'delete'], means: ['not-found', 'manifest'] },
  { status: 404, action: ['blob'], means: ['not-found', 'blob'] },
  {
    status: [400, 415, 422],
    action: ['push-manifest'],
    means: ['unsupported', 'manifest-refused'],
  },
]

export const createErrorTranslation =
  (redactor: Redactor, clock: Clock): TranslateError =>
  (response, context) => {
    const { params } = context
    const body = readErrorBody(response.bytes)
    const rule = rules.find(candidate => fits(candidate, response.status, context, body))
    const [code, reason] = rule?.means ?? fallback(response.status)
    const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), clock.now())
    return new AppError(
      code,
      reason as Reason<ErrorCode>,
      { ...params, status: response.status },
      {
        details: {
          exchange: describeExchange(response, redactor),
          ...(retryAfterMs !== undefined && { retryAfterMs }),
        },
      },
    )
  }

const fallback = (status: number): Meaning =>
  status >= 500 ? ['unreachable', 'server-error'] : ['unexpected', 'answer']

const fits = (
  rule: Rule,
  status: number,
  { action, signedIn }: ErrorContext,
  body: ErrorBody,
): boolean =>
  (rule.signedIn === undefined || rule.signedIn === signedIn) &&
  (rule.status === undefined || [rule.status].flat().includes(status)) &&
  (rule.action === undefined || rule.action.includes(action)) &&
  (rule.code === undefined || rule.code.some(code => body.codes.includes(code))) &&
  (rule.text === undefined || rule.text.test(body.text))

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
    const body: unknown = JSON.parse(text)
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
