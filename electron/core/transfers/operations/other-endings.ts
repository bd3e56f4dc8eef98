import type { JobSpec } from '../engine/transfer-engine.ts'

/** A job that finds everything where it was to bring it. */
export const alreadyThere =
  ({ blobs }: Pick<JobSpec, 'blobs'>, ending?: JobSpec['run']): JobSpec['run'] =>
  async context => {
    for (const { digest } of blobs) context.blob(digest, { state: 'already-there' })
    return ending ? ending(context) : {}
  }

/** A job that owes the user a question which nobody is there to answer. */
export const refusing =
  (error: Error): JobSpec['run'] =>
  async () => {
    throw error
  }
