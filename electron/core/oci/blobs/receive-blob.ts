import { isAppError } from '../../../../shared/errors.ts'
import type { BlobSink, Descriptor, Transferred } from '../base/content.ts'

type OpensBlobs = {
  openBlob(descriptor: Descriptor, options: { signal: AbortSignal }): AsyncIterable<Uint8Array>
}
type Options = { readonly signal: AbortSignal; readonly onBytes?: Transferred }

/**
 * Reads a blob into a sink that keeps it. Pieces of two answers that do not fit together are read once more, from the
 * start, where the sink can forget them; what came in one piece would be as wrong the next time.
 */
export const receiveBlob = async (
  repository: OpensBlobs,
  descriptor: Descriptor,
  sink: BlobSink,
  options: Options,
): Promise<void> => {
  try {
    await receiveOnce(repository, descriptor, sink, options)
  } catch (error) {
    if (!sink.restart || !isOfPieces(error)) throw error
    await sink.restart()
    options.onBytes?.(0)
    await receiveOnce(repository, descriptor, sink, options)
  }
}

const receiveOnce = async (
  repository: OpensBlobs,
  descriptor: Descriptor,
  sink: BlobSink,
  { signal, onBytes }: Options,
): Promise<void> => {
  let receivedBytes = 0
  for await (const chunk of repository.openBlob(descriptor, { signal })) {
    await sink([chunk])
    receivedBytes += chunk.byteLength
    onBytes?.(receivedBytes)
  }
}

const isOfPieces = (error: unknown): boolean =>
  isAppError(error) && error.reason === 'digest-mismatch' && Number(error.params['pieces']) > 1
