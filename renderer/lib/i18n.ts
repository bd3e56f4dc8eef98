import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

type Words = { [key: string]: string | Words }

// Each file is one branch: locales/en/shell.json is `shell.…`; errors/*.json are merged under `errors`.
const areas = import.meta.glob<Words>('../locales/en/*.json', { eager: true, import: 'default' })
const errors = import.meta.glob<Words>('../locales/en/errors/*.json', {
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

const english: Words = {
  ...Object.fromEntries(Object.entries(areas).map(([path, words]) => [areaOf(path), words])),
  errors: Object.values(errors).reduce(merge, {}),
}

/** Fills i18next at once, nothing is loaded; React escapes what it shows, so i18next must not. */
export const startI18n = (): void => {
  void i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: english } },
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  })
}
