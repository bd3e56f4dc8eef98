const chunkBytes = 1024 * 1024

/** Fills the memory from the position on, as far as it likes. Returns how many bytes, 0 at the end. */
export type ReadInto = (memory: Uint8Array, position: number) => Promise<number>

/**
 * Reads `sizeBytes`, or less where the source ends, in chunks of 1 MiB: the next one while the reader has this one.
 * A chunk is the reader's until it asks for the next: there are two pieces of memory, whatever the size.
 */
export async function* readAhead(
  readInto: ReadInto,
  sizeBytes: number,
): AsyncGenerator<Uint8Array> {
  const create = () => Buffer.allocUnsafeSlow(Math.min(chunkBytes, sizeBytes))
  const readAt = async (memory: Buffer, position: number): Promise<Uint8Array> => {
    const wanted = memory.subarray(0, Math.min(memory.byteLength, sizeBytes - position))
    return wanted.subarray(0, await readInto(wanted, position))
  }
  if (sizeBytes === 0) return
  let own: Buffer = create()
  let other: Buffer | undefined
  let reading: Promise<Uint8Array> | undefined = readAt(own, 0)
  try {
    for (let position = 0; reading;) {
      const chunk: Uint8Array = await reading
      reading = undefined
      if (chunk.byteLength === 0) return
      position += chunk.byteLength
      if (position < sizeBytes) {
        const free = other ?? create()
        other = own
        own = free
        reading = readAt(own, position)
      }
      // The failure is thrown to the reader when it asks for the next chunk, if it does.
      reading?.catch(() => undefined)
      yield chunk
    }
  } finally {
    // Waits for a read that is under way, because the caller may close the file next.
    await reading?.catch(() => undefined)
  }
}
