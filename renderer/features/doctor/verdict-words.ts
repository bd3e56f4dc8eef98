import type { TFunction } from 'i18next'
import type { DoctorReport } from '../../lib/doctor.ts'

/** What both passes together say: in a few words, in a sentence, and what follows from it. */
export const verdictWords = (
  t: TFunction,
  { verdict, repository, username, anonymousTags }: DoctorReport,
): { title: string; text: string; more: string } => {
  const words = (part: string) => t(`doctor.verdict.${verdict}.${part}`)
  const hasTags =
    verdict === 'sign-in-is-the-problem' && repository !== undefined && anonymousTags !== undefined
  return {
    title:
      verdict === 'no-right-or-missing' && username === undefined
        ? words('title_nobody')
        : words('title'),
    text: hasTags
      ? t(`doctor.verdict.${verdict}.tags`, { repository, count: anonymousTags })
      : words('text'),
    more: words('more'),
  }
}
