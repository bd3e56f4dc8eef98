import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'
import { warningText } from '../oci/exchange/warnings.ts'

/** What registries say in `Warning` headers (distribution-spec "Warnings"), each text once. */
export type WarningLog = {
  /** The texts that are new with this exchange; secrets in it are replaced already. */
  add(registryId: string, exchange: RecordedExchange): readonly string[]
  list(registryId: string): readonly string[]
  forget(registryId: string): void
}

const atMost = 5

export const createWarningLog = (): WarningLog => {
  const logs = new Map<string, string[]>()
  return {
    add: (registryId, { response }) => {
      const said = logs.get(registryId) ?? []
      logs.set(registryId, said)
      const texts = (response?.headers ?? [])
        .filter(({ name }) => name.toLowerCase() === 'warning')
        .flatMap(({ value }) => warningText(value) ?? [])
      const fresh = [...new Set(texts)].filter(text => !said.includes(text))
      const kept = fresh.slice(0, atMost - said.length)
      said.push(...kept)
      return kept
    },
    list: registryId => logs.get(registryId) ?? [],
    forget: registryId => void logs.delete(registryId),
  }
}
