import { AppError } from '../../../../shared/errors.ts'
import { isRepositoryName } from '../../../../shared/model/reference.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import { registryLimits } from '../base/limits.ts'
import { parseTarget } from '../../http/base/target.ts'
import type { Clock } from '../../ports.ts'
import type { TranslateError } from '../dictionary/oci-errors.ts'
import type { ListingEnd, NamePage } from '../base/name-page.ts'
import { listNames } from './list-names.ts'
import { firstPageSize, largePageSize } from './page-size.ts'

export type CatalogContext = {
  readonly host: string
  readonly registry: URL
  readonly exchange: Exchange
  readonly translate: TranslateError
  readonly onWarning: (text: string) => void
  readonly clock: Clock
}

const patienceMs = 250

/** `GET /v2/_catalog`: as many names a page as the registry takes, and a few first where those let the reader wait. */
export async function* listCatalog(
  context: CatalogContext,
  signal: AbortSignal,
): AsyncGenerator<NamePage, ListingEnd> {
  const pages = catalogPages(context)
  const listing = {
    host: context.host,
    field: 'repositories' as const,
    isValid: isRepositoryName,
    first: pages.first,
    large: pages.large && { target: pages.large, patienceMs, clock: context.clock },
    signal,
    get: (target: Parameters<Exchange>[0]['target']) =>
      context.exchange({
        method: 'GET',
        target,
        // Quay refuses a catalog scope, so none is asked for unless a challenge names it: docs/protocol.md, "Sign-ins
        // by registry".
        scopes: [],
        limitBytes: registryLimits.pageBytes,
        signal,
      }),
    refused: (response: HttpResponse) => refusal(context, response),
    onWarning: context.onWarning,
  }
  try {
    return yield* listNames(listing)
  } catch (error) {
    throw explain(context, error, signal)
  }
}

const catalogPages = ({ host, registry }: CatalogContext) => {
  const page = (query: string) => parseTarget(`/v2/_catalog${query}`, registry)
  const size = firstPageSize(host)
  const plain = page('')
  if (size === undefined) return { first: plain ? [plain] : [], large: undefined }
  return {
    first: [page(`?n=${size}`), plain].filter(target => target !== undefined),
    large: page(`?n=${largePageSize}`),
  }
}

const notOffered = new Set([400, 403, 404, 405, 501])

const refusal = (context: CatalogContext, response: HttpResponse): AppError => {
  const params = { host: context.host }
  const error = context.translate(response, { action: 'catalog', params })
  return notOffered.has(response.status) ? noCatalog(context, error) : error
}

const noCatalog = ({ host }: CatalogContext, { details }: AppError): AppError =>
  new AppError('unsupported', 'no-catalog', { host }, details && { details })

// These list nothing to anybody, signed in or not: docs/protocol.md, "Listing repositories".
const neverList = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io', 'ghcr.io'])

/** With a sign-in that was taken, no right to list reads as no catalog: the user goes on by typing names. */
const explain = (context: CatalogContext, error: unknown, signal: AbortSignal): unknown => {
  if (!(error instanceof AppError) || signal.aborted) return error
  const isDenied = error.code === 'forbidden' && error.reason === 'denied'
  const needsSignIn = error.code === 'unauthorized' && error.reason === 'sign-in-needed'
  const isNeverListed = needsSignIn && neverList.has(context.host)
  return isDenied || isNeverListed ? noCatalog(context, error) : error
}
