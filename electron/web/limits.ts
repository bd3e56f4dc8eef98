const mebibyte = 1024 * 1024

/** What one browser on this machine may ask for; tests make them small. */
export type WebLimits = {
  readonly sockets: number
  readonly headersMs: number
  /** A connection on which nothing moves for this long, either way. */
  readonly idleMs: number
  readonly jsonBytes: number
  readonly jsonMs: number
  readonly uploadBytes: number
  /** A body that brings nothing for this long is given up. */
  readonly uploadIdleMs: number
  /** Bytes that an upload must bring in every window, as the slowest line worth waiting for. */
  readonly uploadWindowBytes: number
  readonly uploadWindowMs: number
  readonly uploadsAtOnce: number
  /** How long the rest of a body is thrown away for, once it has its answer. */
  readonly lingerMs: number
  readonly messageBytes: number
  readonly callsPerSocket: number
  /** How many bytes may wait for a browser that reads nothing, before its socket is closed. */
  readonly unsentBytes: number
  readonly pingMs: number
  /** How often sessions nobody uses are looked for. */
  readonly idleCheckMs: number
}

export const webLimits: WebLimits = {
  sockets: 64,
  headersMs: 10_000,
  idleMs: 45_000,
  jsonBytes: mebibyte,
  jsonMs: 30_000,
  uploadBytes: 101 * mebibyte,
  uploadIdleMs: 30_000,
  uploadWindowBytes: 60 * 1024,
  uploadWindowMs: 60_000,
  uploadsAtOnce: 6,
  lingerMs: 2000,
  messageBytes: mebibyte,
  callsPerSocket: 1000,
  unsentBytes: 64 * mebibyte,
  pingMs: 30_000,
  idleCheckMs: 60_000,
}
