/**
 * What travels over the web host's one socket per page. The call number is private to this transport:
 * features see calls, `Open` sees frames.
 */
export type ClientMessage =
  /** The dispatcher reads the request, and answers a malformed one. */
  { readonly call: number; readonly request: unknown } | { readonly hangUp: number }

/** `text` is a frame as JSON, or a piece of one: pieces come in order, the last has `last: true`. */
export type ServerMessage = {
  readonly call: number
  readonly text: string
  readonly last: boolean
}

/** The subprotocol; the page's token is offered as a second one, `page.<token>`. */
export const socketProtocol = 'chartroom.v1'
export const pageProtocolPrefix = 'page.'

/** Close code of a session that ended: logged out, or idle for too long. */
export const sessionEndedCode = 4401

/** Close code for pages whose files were built anew, under `npm run dev`. */
export const rebuiltCode = 4205

/**
 * UTF-16 units of one piece. As JSON inside JSON a unit takes at most three bytes, or six for half of a
 * surrogate pair, so a message stays below 1 MiB with room for its own members.
 */
export const pieceLength = 160 * 1024
