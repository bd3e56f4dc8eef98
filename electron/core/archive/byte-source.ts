import type { FileHandle } from 'node:fs/promises'

/** Bytes that can be read from any place, so that nothing has to be kept to go back. */
export type ByteSource = {
  readonly sizeBytes: number
  /** At most `length` bytes; fewer only at the end. */
  read(offset: number, length: number): Promise<Uint8Array>
}

export const bufferSource = (bytes: Uint8Array): ByteSource => ({
  sizeBytes: bytes.length,
  read: async (offset, length) => bytes.subarray(offset, offset + length),
})

export const fileSource = async (file: FileHandle): Promise<ByteSource> => {
  const { size } = await file.stat()
  return {
    sizeBytes: size,
    read: async (offset, length) => {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)))
      const { bytesRead } = await file.read(buffer, 0, buffer.length, offset)
      return buffer.subarray(0, bytesRead)
    },
  }
}
