import type { TFunction } from 'i18next'
import type { DoctorReport } from '../../lib/doctor.ts'

/** What both passes together say: in a few words, in a sentence, and what follows from it. */
export const verdictWords = (
  t: TFunction,
  { verdict, repository, username, anonymousTags }: DoctorReport,
): { title: string; text: string; more: string } => {
  const words = (part: 'title' | 'text' | 'more') => t(`doctor.verdict.${verdict}.${part}`)
  return {
    title:
      verdict === 'no-right-or-missing' && username === undefined
        ? t('doctor.verdict.no-right-or-missing.title_nobody')
        : words('title'),
    text:
      verdict === 'sign-in-is-the-problem' &&
      repository !== undefined &&
      anonymousTags !== undefined
        ? t('doctor.verdict.sign-in-is-the-problem.tags', { repository, count: anonymousTags })
        : words('text'),
    more: words('more'),
  }
}
