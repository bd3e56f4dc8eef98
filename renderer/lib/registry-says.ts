import { changeSharedState, useSharedState } from './shared-state.ts'

const keyOf = (registryId: string) => `registry-says.${registryId}`

const none: readonly string[] = []

/** Keeps a text that a registry said until the user has closed it. */
export const keepSaid = (registryId: string, text: string): void =>
  changeSharedState<readonly string[]>(keyOf(registryId), (texts = none) =>
    texts.includes(text) ? texts : [...texts, text],
  )

/** What a registry said and nobody has closed yet. */
export const useRegistrySays = (registryId: string) => {
  const [texts = none, set] = useSharedState<readonly string[]>(keyOf(registryId))
  return { texts, close: (text: string) => set(texts.filter(one => one !== text)) }
}
