import type { Progress } from '../../../../shared/ipc/contract.ts'
import type { Clock } from '../../ports.ts'
import type { TransferEngine } from './transfer-engine.ts'

const betweenMs = 100

type Told = Progress<'transfers.watch'>

/**
 * Tells the whole list at once, then what has changed, at most ten times a second, until the signal aborts. The last
 * change is never lost: it is told after the pause.
 */
export const watchTransfers = async (
  engine: Pick<TransferEngine, 'list' | 'shown' | 'onChange'>,
  tell: (told: Told) => void,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> => {
  const shown = new Set<string>()
  const changed = new Set<string>()
  let wake = () => {}
  const unsubscribe = engine.onChange(transferId => {
    changed.add(transferId)
    wake()
  })
  const onAbort = () => wake()
  signal.addEventListener('abort', onAbort, { once: true })
  const takeChanges = (): Told | undefined => {
    const ids = [...changed]
    changed.clear()
    // In the order of the list.
    const transfers = ids.flatMap(id => engine.shown(id) ?? []).toReversed()
    const gone = ids.filter(id => shown.has(id) && engine.shown(id) === undefined)
    for (const { id } of transfers) shown.add(id)
    for (const id of gone) shown.delete(id)
    if (transfers.length === 0 && gone.length === 0) return undefined
    return { transfers, ...(gone.length > 0 && { gone }) }
  }
  try {
    const transfers = engine.list()
    for (const { id } of transfers) shown.add(id)
    tell({ transfers })
    while (!signal.aborted) {
      if (changed.size === 0) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
        continue
      }
      const told = takeChanges()
      if (!told) continue
      tell(told)
      await clock.sleep(betweenMs, signal).catch(() => undefined)
    }
  } finally {
    unsubscribe()
    signal.removeEventListener('abort', onAbort)
  }
}
