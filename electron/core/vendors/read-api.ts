import { AppError } from '../../../shared/errors.ts'
import type { Call, Exchange } from '../oci/exchange/exchange.ts'
import type { HttpResponse } from '../http/base/http-types.ts'
import { limits } from '../http/base/limits.ts'
import { registryLimits } from '../oci/base/limits.ts'
import type { Target } from '../http/base/target.ts'
import { readJson } from '../json/read-json.ts'
import type { ProviderContext } from './listing-strategy.ts'

export type ApiAnswer = { readonly body: unknown; readonly response: HttpResponse }

type ApiCall = Pick<Call, 'target' | 'signal' | 'headers' | 'body' | 'accept' | 'bodies'> & {
  readonly method?: Call['method']
}

/** JSON of a vendor's API. Throws what the status means for a listing, and `malformed-answer`. */
export const readApi = async (
  context: ProviderContext,
  exchange: Exchange,
  call: ApiCall,
): Promise<ApiAnswer> => {
  const response = await askApi(exchange, call)
  if (response.status !== 200) throw refusal(context, response)
  return { body: parseBody(context, response), response }
}

/** The answer whatever its status. */
export const askApi = (exchange: Exchange, call: ApiCall): Promise<HttpResponse> =>
  exchange({
    method: 'GET',
    scopes: [],
    limitBytes: registryLimits.pageBytes,
    callMs: limits.callMs,
    keepsRedirects: true,
    ...call,
  })

/** What a failure means for a listing: a way that is not there, or one that is closed to this sign-in. */
export const refusal = (context: ProviderContext, response: HttpResponse): AppError => {
  const params = { host: response.url.host }
  const error = context.translate(response, { action: 'catalog', params })
  if (!notOffered.has(response.status) && response.status >= 400) return error
  const { details } = error
  return new AppError('unsupported', 'no-catalog', { host: context.host }, details && { details })
}

const notOffered = new Set([400, 404, 405, 410, 422, 501])

export const parseBody = (context: ProviderContext, { bytes }: HttpResponse): unknown => {
  try {
    return readJson(bytes)
  } catch {
    throw new AppError('unsupported', 'malformed-answer', { host: context.host })
  }
}

/** A field of an object; undefined of anything else. */
export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

export const textField = (value: unknown, name: string): string | undefined => {
  const found = field(value, name)
  return typeof found === 'string' ? found : undefined
}

/** A list, or nothing where it is `null` or missing. Throws `malformed-answer` for anything else. */
export const listOf = (context: ProviderContext, value: unknown): readonly unknown[] => {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value
  throw new AppError('unsupported', 'malformed-answer', { host: context.host })
}

/** A target at another host than the registry, made of literals and encoded parts. */
export const targetAt = (origin: string | URL, path: string): Target => {
  const url = new URL(path, origin)
  return { url, path: `${url.pathname}${url.search}` }
}

/** Bytes that may be sent again. */
export const jsonBody = (value: unknown) => textBody('application/json', JSON.stringify(value))

export const formBody = (fields: Readonly<Record<string, string>>) =>
  textBody('application/x-www-form-urlencoded', new URLSearchParams(fields).toString())

const textBody = (type: string, text: string) => {
  const bytes = new TextEncoder().encode(text)
  return {
    headers: { 'content-type': type, 'content-length': String(bytes.byteLength) },
    body: async function* () {
      yield bytes
    },
  }
}
