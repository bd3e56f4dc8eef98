import type { TFunction } from 'i18next'

const known = ['invalid-utf8', 'bom', 'long-line-cut', 'nul'] as const

/** What the core found odd about a text, as one line. */
export const textNotice = (t: TFunction, notices: readonly string[]): string | undefined => {
  const words = known.filter(name => notices.includes(name)).map(name => t(`chart.notices.${name}`))
  return words.length === 0 ? undefined : words.join(' ')
}
