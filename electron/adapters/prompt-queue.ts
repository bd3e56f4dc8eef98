import { AppError } from '../../shared/errors.ts'
import { untilAborted } from '../core/async/until-aborted.ts'

/** Runs one call at a time; one that does not answer in time fails, and so do those that would wait behind it. */
export type PromptQueue = <T>(act: () => Promise<T>, signal?: AbortSignal) => Promise<T>

export const createPromptQueue = (timeoutMs: number): PromptQueue => {
  let last: Promise<unknown> = Promise.resolve()
  let isStuck = false

  const runTimed = <T>(act: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      if (isStuck) return reject(slow())
      const timer = setTimeout(() => {
        isStuck = true
        reject(slow())
      }, timeoutMs)
      // A late answer only says that the prompt is gone; its value is ignored.
      const ended = () => {
        clearTimeout(timer)
        isStuck = false
      }
      Promise.resolve().then(act).finally(ended).then(resolve, reject)
    })

  return (act, signal) => {
    const mine = last.then(() => {
      if (signal?.aborted) throw new AppError('cancelled', 'by-user')
      return runTimed(act)
    })
    last = mine.catch(() => {})
    return untilAborted(mine, signal)
  }
}

const slow = () => new AppError('keychain-unavailable', 'slow')
