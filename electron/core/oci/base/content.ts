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

/** How many bytes of the blob have been transferred. The number falls back when a transfer starts over. */
export type Transferred = (bytes: number) => void

/**
 * Keeps a blob in order (blobs/receive-blob.ts). The next chunks wait for the promise; their memory is used again once
 * it settles: a sink that keeps bytes copies them.
 */
export type BlobSink = ((chunks: readonly Uint8Array[]) => Promise<void> | void) & {
  /**
   * Forgets everything received, because its pieces do not fit together. A sink without this makes the transfer fail
   * there.
   */
  readonly restart?: () => Promise<void> | void
}

/**
 * Opens the bytes to send: a file, or a blob of another repository (`openBlob`). Called again when an upload has to
 * start over. The next chunk is asked for once this one is with the system: its memory may then be used again. No
 * upload is closed before the bytes have ended, so that what throws at its end is not stored.
 */
export type BlobSource = () => AsyncIterable<Uint8Array>
