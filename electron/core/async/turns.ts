import { AppError } from '../../../shared/errors.ts'

const cancelled = () => new AppError('cancelled', 'by-user')

/** Hands out turns in the order asked for. Each turn lasts until its release is called. */
export const createTurns = () => {
  let last: Promise<void> = Promise.resolve()

  const take = async (signal: AbortSignal): Promise<() => void> => {
    const { promise: over, resolve: release } = Promise.withResolvers<void>()
    const before = last
    last = before.then(() => over)
    await Promise.race([before, aborted(signal)])
    if (!signal.aborted) return release
    release()
    throw cancelled()
  }

  return { take }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
