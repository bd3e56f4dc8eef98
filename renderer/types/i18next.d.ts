import type { EnglishWords } from '../locales/english.d.ts'

// The types of i18next as this program uses it (tsconfig.json puts them in the place of its own). Its own types check keys
// and parameters as well, and take the compiler twenty times as long for it.

/** Every key of the English words. */
export type WordKey = keyof EnglishWords

type EachName<K extends WordKey> = K extends WordKey ? keyof EnglishWords[K] : never
type CommonName<K extends WordKey> = keyof EnglishWords[K]

/** What the words of a key name. Of several keys at once, what all of them name must be given, the rest may be. */
type Params<K extends WordKey> = [EachName<K>] extends [never]
  ? Record<string, never>
  : { [N in CommonName<K>]: EnglishWords[K][N] } & {
      [N in Exclude<EachName<K>, CommonName<K>>]?: string | number | undefined
    }

export interface TFunction {
  <K extends WordKey>(
    key: K,
    ...params: [CommonName<K>] extends [never] ? [params?: Params<K>] : [params: Params<K>]
  ): string
}

export interface i18n {
  readonly services: {
    readonly formatter?: {
      add(name: string, format: (value: unknown, language: string | undefined) => string): void
    }
  }
  use(plugin: unknown): i18n
  init(options: object): Promise<unknown>
  addResourceBundle(
    language: string,
    namespace: string,
    words: object,
    isDeep: boolean,
    isOverwriting: boolean,
  ): i18n
  readonly t: TFunction
}

declare const i18next: i18n
export default i18next
