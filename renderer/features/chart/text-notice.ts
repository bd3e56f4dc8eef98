import type { TFunction } from 'i18next'

const known = ['invalid-utf8', 'bom', 'long-line-cut', 'nul', 'too-large'] as const

type Content = { readonly text: string; readonly notices: readonly string[] }

/** What is odd about a text, as one line. */
export const textNotice = (t: TFunction, { text, notices }: Content): string | undefined => {
  const words = known.filter(name => notices.includes(name)).map(name => t(`chart.notices.${name}`))
  if (text === '' && !notices.includes('too-large')) words.push(t('chart.notices.empty'))
  return words.length === 0 ? undefined : words.join(' ')
}
