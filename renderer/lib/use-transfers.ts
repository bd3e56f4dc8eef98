import { useSyncExternalStore } from 'react'
import type { Transfer } from '../../shared/ipc/schemas/transfers.ts'
import type { Progress } from '../../shared/ipc/contract.ts'
import { withChanges } from '../../shared/model/transfer-list.ts'
import { call } from './call.ts'

const listeners = new Set<() => void>()
const againAfterMs = 2_000

let transfers: readonly Transfer[] | undefined
let watching: AbortController | undefined

const tell = (next: readonly Transfer[]) => {
  transfers = next
  for (const listener of listeners) listener()
}

/** One subscription for the whole page, while anybody looks; begun again, with the whole list, when the host comes back. */
const watch = async (signal: AbortSignal) => {
  while (!signal.aborted) {
    let known: readonly Transfer[] = []
    const onProgress = (told: Progress<'transfers.watch'>) => {
      known = withChanges(known, told)
      tell(known)
    }
    await call('transfers.watch', {}, { signal, onProgress }).catch(() => undefined)
    await new Promise(resolve => setTimeout(resolve, againAfterMs))
  }
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  if (!watching) {
    watching = new AbortController()
    void watch(watching.signal)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    watching?.abort()
    watching = undefined
    transfers = undefined
  }
}

/** All transfers, newest first as the core tells them; undefined until it has. */
export const useTransfers = (): readonly Transfer[] | undefined =>
  useSyncExternalStore(subscribe, () => transfers)

export const useTransfer = (id: string | undefined): Transfer | undefined => {
  const all = useTransfers()
  return id === undefined ? undefined : all?.find(transfer => transfer.id === id)
}
