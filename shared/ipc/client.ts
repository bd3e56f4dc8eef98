import { AppError, fromErrorInfo } from '../errors.ts'
import type { Input, Method, Output, Progress } from './contract.ts'
import type { Open } from './frames.ts'

export type CallOptions<M extends Method> = {
  signal?: AbortSignal | undefined
  onProgress?: ((progress: Progress<M>) => void) | undefined
}

export type Call = <M extends Method>(
  method: M,
  input: Input<M>,
  options?: CallOptions<M>,
) => Promise<Output<M>>

/** Turns a transport into `call(method, input)`. Aborting the signal hangs up, which cancels in the core. */
export const createCall =
  (open: Open): Call =>
  (method, input, { signal, onProgress } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new AppError('cancelled', 'by-user'))
      const abort = () => {
        hangUp()
        reject(new AppError('cancelled', 'by-user'))
      }
      const settle = (act: () => void) => {
        signal?.removeEventListener('abort', abort)
        act()
      }
      const hangUp = open(
        { method, input },
        // The host validated every value against the contract before it sent it.
        frame => {
          if (frame.type === 'progress') onProgress?.(frame.value as Progress<typeof method>)
          if (frame.type === 'done') settle(() => resolve(frame.value as Output<typeof method>))
          if (frame.type === 'failed') settle(() => reject(fromErrorInfo(frame.error)))
        },
        () => settle(() => reject(new AppError('unreachable', 'host-gone'))),
      )
      signal?.addEventListener('abort', abort, { once: true })
    })
