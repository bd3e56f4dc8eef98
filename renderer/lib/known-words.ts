import type { TFunction } from 'i18next'

type Params = Readonly<Record<string, unknown>>

/**
 * The words of the first of these keys that there are words for; '' for none. For keys that are made of what the core says
 * (reasons of errors, kinds of warnings): the compiler cannot know them, so tests hold that each has words.
 */
export const knownWords = (t: TFunction, keys: readonly string[], params: Params = {}): string => {
  const say = t as unknown as (keys: readonly string[], params: Params) => string
  return say(keys, { ...params, defaultValue: '' })
}
