import { useTranslation } from 'react-i18next'
import { knownWords } from './known-words.ts'
import { isAppError, type ErrorInfo } from '../../shared/errors.ts'
import { addErrorWords } from './i18n.ts'

type Told = Pick<ErrorInfo, 'code' | 'reason' | 'params' | 'details'>

const told = (error: unknown): Told =>
  isAppError(error)
    ? { code: error.code, reason: error.reason, params: error.params, details: error.details }
    : isErrorInfo(error)
      ? error
      : { code: 'unexpected', reason: 'internal', params: {} }

const isErrorInfo = (error: unknown): error is ErrorInfo =>
  typeof error === 'object' && error !== null && 'code' in error && 'reason' in error

const inGeneral = (part: string): string => `errors.unexpected.internal.${part}`

let areWordsAwaited = true

/** Fetches the words of all errors, which are too many for the first paint. Where that fails, every error is told in general. */
export const loadErrorWords = async (): Promise<void> => {
  try {
    await import('./all-error-words.ts')
    areWordsAwaited = false
  } catch {
    areWordsAwaited = false
    addErrorWords({})
  }
}

/** Title and advice of an AppError or ErrorInfo, from locales/en/errors; empty for the moment until those have come. */
export const useErrorWords = (error: unknown): { title: string; advice: string } => {
  const { t } = useTranslation()
  const { code, reason, params } = told(error)
  const words = (part: 'title' | 'advice') =>
    knownWords(
      t,
      [`errors.${code}.${reason}.${part}`, ...(areWordsAwaited ? [] : [inGeneral(part)])],
      params,
    )
  return { title: words('title'), advice: words('advice') }
}

/** One line per part of the exchange that failed, for reading and copying. Undefined when nothing was sent. */
export const exchangeText = (error: unknown): string | undefined => {
  const { details } = told(error)
  const exchange = details?.exchange
  const lines = [
    exchange && [exchange.method, exchange.url, exchange.status].filter(Boolean).join(' '),
    exchange?.challenge,
    exchange?.body?.trim(),
    details?.promisedDigest && `promised ${details.promisedDigest}`,
    details?.receivedDigest && `received ${details.receivedDigest}`,
  ].filter(Boolean)
  return lines.length === 0 ? undefined : lines.join('\n')
}

export const retryAfterMs = (error: unknown): number | undefined =>
  told(error).details?.retryAfterMs

export const errorDetails = (error: unknown): ErrorInfo['details'] => told(error).details

/** A title in running text. */
export const asSentence = (title: string): string => (/[.!?:]$/.test(title) ? title : `${title}.`)
