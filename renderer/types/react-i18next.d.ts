import type { ReactElement } from 'react'
import type { TFunction, WordKey } from './i18next.d.ts'

export declare const useTranslation: () => { readonly t: TFunction }
/**
 * Words with elements in them: each `<name>` of the text becomes the component of that name. An array holds keys that are made
 * of what the core says, as for `knownWords`.
 */
export declare const Trans: (props: {
  i18nKey: WordKey | readonly string[]
  values?: Readonly<Record<string, unknown>>
  components: Readonly<Record<string, ReactElement>>
}) => ReactElement
export declare const initReactI18next: unknown
