/**
 * The body of an answer as it arrives: two pieces of memory, one at the reader's, one filling. So network and disk
 * work at the same time, and a body of any length costs 2 MiB.
 */
export type ReceivedBody = {
  /** A chunk is the reader's until it asks for the next one: then its memory is used again. Read once. */
  readonly chunks: AsyncIterable<Uint8Array>
  /** Where the next bytes may be put directly, never more than the body has left; empty while it is full. */
  room(): Uint8Array
  /** Takes bytes, copied unless they lie in `room()`. False: full, nothing more until `source.resume`. */
  receive(bytes: Uint8Array): boolean
  end(): void
  /** What came before is handed out first. Nothing after the end. */
  fail(error: Error): void
  /** The reader has stopped reading. */
  destroy(): void
}

export type BodySource = {
  /** There is room again after `receive` said that there is none. */
  resume(): void
  /** As much as was announced is there. */
  complete(): void
  /** Called when nobody will read the rest. */
  abandon(): void
}

export type BodyOptions = {
  readonly lengthBytes: number | undefined
  readonly source: BodySource
  /** Told of all that arrives, at once. */
  readonly onReceived?: (byteCount: number) => void
}

const chunkBytes = 1024 * 1024
/** A reader waits no longer for a chunk to be full: a slow body comes in smaller ones. */
const waitMs = 100

type Waiting = PromiseWithResolvers<IteratorResult<Uint8Array, undefined>> & {
  readonly timer: NodeJS.Timeout
  isDue: boolean
}

const done = { done: true, value: undefined } as const
const nothing = new Uint8Array()

export const createReceivedBody = ({
  lengthBytes = Infinity,
  source,
  onReceived,
}: BodyOptions): ReceivedBody => {
  const create = () => Buffer.allocUnsafeSlow(Math.min(chunkBytes, Math.max(lengthBytes, 1)))
  let filling: Buffer = create()
  let filled = 0
  /** The memory that the reader has now. */
  let lent: Buffer | undefined
  /** A copy of what came beyond the room that there was. */
  let beyond: Uint8Array[] = []
  let receivedBytes = 0
  let isPaused = false
  let ending: 'ended' | Error | undefined
  let waiting: Waiting | undefined

  const settle = (how: 'ended' | Error) => {
    ending ??= how
    answer()
  }
  const isFull = () => filled === filling.byteLength
  const put = (bytes: Uint8Array) => {
    const part = bytes.subarray(0, filling.byteLength - filled)
    const isThere =
      part.buffer === filling.buffer && part.byteOffset === filling.byteOffset + filled
    if (!isThere) filling.set(part, filled)
    filled += part.byteLength
    if (part.byteLength < bytes.byteLength)
      beyond.push(Buffer.from(bytes.subarray(part.byteLength)))
  }
  /** Gives the filled memory to the reader and fills the one that the reader gives back. */
  const handOut = (): Uint8Array => {
    const chunk = filling.subarray(0, filled)
    const next = lent ?? create()
    lent = filling
    filling = next
    filled = 0
    const rest = beyond
    beyond = []
    for (const bytes of rest) put(bytes)
    if (isPaused && !isFull()) {
      isPaused = false
      if (ending === undefined) source.resume()
    }
    return chunk
  }
  const answer = () => {
    if (!waiting) return
    const { resolve, reject, timer } = waiting
    if (filled > 0 && (isFull() || ending !== undefined || waiting.isDue))
      resolve({ done: false, value: handOut() })
    else if (ending === 'ended') resolve(done)
    else if (ending) reject(ending)
    else return
    clearTimeout(timer)
    waiting = undefined
  }
  const due = () => {
    if (waiting) waiting.isDue = true
    answer()
  }
  const destroy = () => {
    ending ??= 'ended'
    filled = 0
    beyond = []
    answer()
    source.abandon()
  }

  return {
    chunks: {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          const timer = setTimeout(due, waitMs)
          const next: Waiting = { ...Promise.withResolvers(), timer, isDue: false }
          waiting = next
          answer()
          return next.promise
        },
        return: async () => {
          destroy()
          return done
        },
      }),
    },
    room: () =>
      ending === undefined && beyond.length === 0
        ? filling.subarray(
            filled,
            Math.min(filling.byteLength, filled + lengthBytes - receivedBytes),
          )
        : nothing,
    receive: bytes => {
      if (ending !== undefined) return true
      // What comes after the body is not of it; the connection ends with it.
      const own = bytes.subarray(0, lengthBytes - receivedBytes)
      receivedBytes += own.byteLength
      onReceived?.(own.byteLength)
      put(own)
      if (receivedBytes === lengthBytes) {
        settle('ended')
        source.complete()
        return true
      }
      answer()
      isPaused = isFull()
      return !isPaused
    },
    end: () => settle('ended'),
    fail: settle,
    destroy,
  }
}
