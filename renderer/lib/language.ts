import words from '../locales/formats/en.json' with { type: 'json' }

/** The plural forms of a language: which it has differs from language to language. */
type Forms = { readonly other: string } & { readonly [F in Intl.LDMLPluralRule]?: string }

type FormatWords = Omit<typeof words, 'lasts'> & {
  readonly lasts: Omit<typeof words.lasts, 'days'> & { readonly days: Forms }
}

/** A language as the formats need it. A second one is a second value of this type; no component changes for it. */
export type Language = {
  /** For words, numbers, plurals and the order of names: a tag of BCP 47. */
  readonly tag: string
  /** For dates and times, which may follow the habits of another country. */
  readonly dates: string
  /** What `Intl` has no words for, or longer ones than fit into a column. */
  readonly words: FormatWords
}

/** British dates: day, month, year, as everywhere in the design. */
export const english: Language = { tag: 'en', dates: 'en-GB', words }

/** The language of the window. There is one so far; the day there are two, this reads which one was chosen. */
export const currentLanguage = (): Language => english

/** Makes a format once for each language: those of `Intl` are dear to make and cheap to use. */
export const inLanguage = <T>(make: (language: Language) => T): ((language: Language) => T) => {
  const made = new WeakMap<Language, T>()
  return language => {
    const known = made.get(language)
    if (known !== undefined) return known
    const format = make(language)
    made.set(language, format)
    return format
  }
}

/** A text of a language with its value in it. */
export const filled = (text: string, value: string | number): string =>
  text.replace('{{value}}', String(value))
