import type { OnReadOpts, Socket } from 'node:net'

/** Who takes the bytes of a connection instead of its parser. */
export type Taker = {
  /** Where the next bytes go; may be empty. */
  room(): Uint8Array
  /** False: no more until `resume`. */
  receive(bytes: Uint8Array): boolean
}

/**
 * The reading side of a connection. What comes goes to whoever reads the socket, as from any other, until a taker is
 * named: then it is read into the taker's own memory, without a buffer, a copy and an event for each 64 KiB.
 */
export type Tap = {
  /** Opens a connection whose reading side this is. */
  open<S extends Socket>(dial: (onread: OnReadOpts) => S): S
  /**
   * For the rest of the connection. What was read before belongs to the parser, which must have it all by the end of
   * the current event. False where the connection was not opened here.
   */
  take(taker: Taker): boolean
  resume(): void
}

const parsedBytes = 64 * 1024

export const createTap = (): Tap => {
  let socket: Socket | undefined
  let taker: Taker | undefined

  return {
    open: dial => {
      const own = Buffer.allocUnsafeSlow(parsedBytes)
      taker = undefined
      const opened = dial({
        buffer: () => {
          const room = taker?.room()
          return room && room.byteLength > 0 ? room : own
        },
        callback: (byteCount, memory) => {
          const bytes = memory.subarray(0, byteCount)
          if (!taker) return opened.push(Buffer.from(bytes))
          if (opened.readableLength === 0) return taker.receive(bytes)
          // This has never been seen. If the parser left something unread, the taker would overtake it.
          opened.destroy(new Error('taken too early'))
          return false
        },
      })
      socket = opened
      return opened
    },
    take: next => {
      if (!socket) return false
      taker = next
      return true
    },
    // Starts to read again where that was stopped, and leaves the stream's own state as it is.
    resume: () => void socket?.read(0),
  }
}
