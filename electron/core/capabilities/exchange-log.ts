import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'

/** The last exchanges of each registry, newest first, until the program ends. */
export type ExchangeLog = {
  add(registryId: string, exchange: RecordedExchange): void
  list(registryId: string): readonly RecordedExchange[]
  forget(registryId: string): void
}

const kept = 100

export const createExchangeLog = (): ExchangeLog => {
  const logs = new Map<string, RecordedExchange[]>()
  return {
    add: (registryId, exchange) => {
      const log = logs.get(registryId) ?? []
      logs.set(registryId, log)
      log.unshift(exchange)
      log.splice(kept)
    },
    list: registryId => logs.get(registryId) ?? [],
    forget: registryId => void logs.delete(registryId),
  }
}
