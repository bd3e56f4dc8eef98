import type { Digest } from '../../../../shared/model/digest.ts'

export type Descriptor = {
  readonly mediaType: string
  readonly digest: Digest
  readonly sizeBytes: number
}

export type Manifest = {
  readonly digest: Digest
  /** From the body where it says so, else from Content-Type, else from its shape. */
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** Bytes of this blob that are through so far, its size at the end. Falls back when a transfer starts over. */
export type Transferred = (bytes: number) => void

/**
 * Receives a blob in order. Chunks are batched (about 1 MiB); the next batch waits for the promise. The memory
 * is used again once the promise settles: a sink that keeps bytes copies them.
 */
export type BlobSink = ((chunks: readonly Uint8Array[]) => Promise<void> | void) & {
  /**
   * Forgets everything received, because the registry cannot go on where the connection was cut.
   * Without it the transfer fails there.
   */
  readonly restart?: () => Promise<void> | void
}

/**
 * Opens the bytes to send; called again when an upload has to start over. The next chunk is asked for once this one is
 * with the system: its memory may then be used again.
 */
export type BlobSource = () => AsyncIterable<Uint8Array>
