import { changeViewState, useViewState } from './view-state.ts'

/** Keeps a text that a registry said until the user has closed it. */
export const keepSaid = (registryId: string, text: string): void =>
  changeViewState('registry.said', registryId, texts =>
    texts.includes(text) ? texts : [...texts, text],
  )

/** What a registry said and nobody has closed yet. */
export const useRegistrySays = (registryId: string) => {
  const [texts, set] = useViewState('registry.said', registryId)
  return { texts, close: (text: string) => set(texts.filter(one => one !== text)) }
}
