import type { TFunction } from 'i18next'
import { knownWords } from '../../lib/known-words.ts'
import { formatCount } from '../../lib/formats.ts'
import type { DoctorStep } from '../../lib/doctor.ts'
import { formatDay, formatLeft, formatSince } from '../../lib/moments.ts'

/** What a step saw, in words; names and addresses stand between backticks. */
export const seenWords = (t: TFunction, { seen, params }: DoctorStep): string => {
  const { more, count, validToMs, seconds } = params
  const others = Number(more ?? 0)
  return knownWords(t, [`doctor.seen.${seen}`], {
    ...params,
    more: others > 0 ? t('doctor.moreAddresses', { count: others }) : '',
    ...(count !== undefined && { count: Number(count), shown: formatCount(Number(count)) }),
    ...(seconds !== undefined && { left: formatLeft(Number(seconds) * 1000) }),
    ...(validToMs !== undefined && { validTo: formatDay(Number(validToMs)) }),
  })
}

/** When it was first seen so: nothing the first time. */
export const sinceWords = (t: TFunction, { sameSinceMs }: DoctorStep): string =>
  sameSinceMs === undefined ? '' : t('doctor.sameSince', { when: formatSince(sameSinceMs) })

/** The same for plain text. */
export const withoutMarks = (text: string): string => text.replaceAll('`', '')
