import type { ErrorParams } from '../../../../shared/errors.ts'
import type { Vendor } from '../../../../shared/model/vendor.ts'
import type { Action, Dictionary, Entry } from './entry.ts'

/** An answer that is no success, as far as its meaning depends on it. */
export type Answer = {
  readonly status: number
  readonly action: Action
  readonly vendor: Vendor | undefined
  readonly signedIn: boolean | undefined
  readonly codes: readonly string[]
  readonly text: string
  readonly hasChallenge: boolean
  readonly params: ErrorParams
}

/** The first entry that fits: dictionaries are ordered from the particular to the general. */
export const findEntry = (dictionary: Dictionary, answer: Answer): Entry | undefined =>
  Object.values(dictionary).find(entry => fits(entry, answer))

const fits = (entry: Entry, answer: Answer): boolean =>
  fitsStatus(entry.status, answer.status) &&
  isOneOf(entry.vendor, answer.vendor) &&
  isOneOf(entry.action, answer.action) &&
  (entry.signedIn === undefined || entry.signedIn === (answer.signedIn ?? false)) &&
  (entry.challenge === undefined || !answer.hasChallenge) &&
  (entry.code === undefined || answer.codes.some(code => isOneOf(entry.code, code))) &&
  (entry.body === undefined || isWebPage(answer.text)) &&
  (entry.text === undefined || entry.text.test(answer.text)) &&
  fitsPlace(entry, answer.params)

const fitsStatus = (wanted: Entry['status'], status: number): boolean =>
  wanted === '5xx' ? status >= 500 : isOneOf(wanted, status)

const isOneOf = <T>(wanted: T | readonly T[] | undefined, given: T | undefined): boolean =>
  wanted === undefined || (given !== undefined && [wanted].flat().includes(given))

const fitsPlace = ({ repository, by }: Entry, params: ErrorParams): boolean => {
  const name = params['repository']
  const reference = params['reference']
  if (repository !== undefined && !(typeof name === 'string' && repository.test(name))) return false
  if (by === undefined) return true
  if (typeof reference !== 'string') return false
  return (by === 'digest') === reference.includes(':')
}

export const isWebPage = (text: string): boolean => /^\s*<(?:!doctype\s+html|html)/i.test(text)
