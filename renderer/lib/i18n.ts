import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { currentLanguage } from './language.ts'
import { addWordFormats } from './word-formats.ts'

type Words = { [key: string]: string | Words }

// Each file is one branch: locales/en/shell.json is `shell.…`; errors/*.json are merged under `errors`.
// Those of dialogs/ and later/ come with the code that says them, after the first paint (app-dialogs.tsx). Of errors/, here
// is what must be sayable when nothing more can be loaded; the rest is in all-error-words.ts.
const areas = import.meta.glob<Words>('../locales/en/*.json', { eager: true, import: 'default' })
const errors = import.meta.glob<Words>('../locales/en/errors/{common,host}.json', {
  eager: true,
  import: 'default',
})

const isBranch = (value: string | Words | undefined): value is Words => typeof value === 'object'

const merge = (into: Words, from: Words): Words => {
  for (const [key, value] of Object.entries(from)) {
    const present = into[key]
    into[key] = isBranch(value) ? merge(isBranch(present) ? present : {}, value) : value
  }
  return into
}

const areaOf = (path: string): string => /([^/]+)\.json$/.exec(path)?.[1] ?? path

const branches = (files: Record<string, Words>): Words =>
  Object.fromEntries(Object.entries(files).map(([path, words]) => [areaOf(path), words]))

const asErrors = (files: Record<string, Words>): Words => ({
  errors: Object.values(files).reduce(merge, {}),
})

const english: Words = { ...branches(areas), ...asErrors(errors) }

/** Fills i18next at once, nothing is loaded; React escapes what it shows, so i18next must not. */
export const startI18n = (): void => {
  void i18next.use(initReactI18next).init({
    lng: currentLanguage().tag,
    fallbackLng: 'en',
    resources: { en: { translation: english } },
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
    // What is on the screen is said anew when words have come.
    react: { bindI18nStore: 'added' },
  })
  addWordFormats(i18next)
}

const add = (words: Words): void => {
  i18next.addResourceBundle('en', 'translation', words, true, true)
}

/** Words of code that is loaded later, by the paths of their files. */
export const addWords = (files: Record<string, Words>): void => add(branches(files))

export const addErrorWords = (files: Record<string, Words>): void => add(asErrors(files))
