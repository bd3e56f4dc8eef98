/** Reads a stream of chunks in pieces of the length asked for. */
export type ChunkReader<End = unknown> = {
  /** Exactly `length` bytes, or fewer at the end of the stream. */
  read(length: number): Promise<Uint8Array>
  /** Returns how many bytes were there to skip. */
  skip(length: number): Promise<number>
  /** Reads on to the end and returns what the stream returned. */
  drain(): Promise<End>
  /** Lets go of the stream before its end. */
  close(): Promise<void>
}

export const createChunkReader = <End>(
  chunks: AsyncIterator<Uint8Array, End>,
): ChunkReader<End> => {
  let current: Uint8Array = new Uint8Array(0)
  let end: { value: End } | undefined

  const advance = async (): Promise<boolean> => {
    if (end) return false
    const next = await chunks.next()
    if (next.done) end = { value: next.value }
    else current = next.value
    return !next.done
  }

  const take = async (length: number, use: (part: Uint8Array) => void): Promise<number> => {
    let taken = 0
    while (taken < length) {
      if (current.length === 0 && !(await advance())) break
      const part = current.subarray(0, length - taken)
      current = current.subarray(part.length)
      taken += part.length
      use(part)
    }
    return taken
  }

  return {
    async read(length) {
      const parts: Uint8Array[] = []
      await take(length, part => parts.push(part))
      return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
    },
    skip: length => take(length, () => {}),
    async drain() {
      current = new Uint8Array(0)
      while (await advance()) current = new Uint8Array(0)
      if (!end) throw new Error('a drained stream has an end')
      return end.value
    },
    async close() {
      if (!end) await chunks.return?.()
    },
  }
}
