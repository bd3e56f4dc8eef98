const kib = 1024

/** What a server may send and how long it may take. Times in milliseconds, sizes in bytes. */
export const limits = {
  errorBytes: 8 * kib,
  headerBytes: 16 * kib,
  headerCount: 128,

  sockets: 6,
  connectMs: 10_000,
  headersMs: 30_000,
  idleMs: 30_000,
  /** A body that is slower than this over `rateWindowMs` is given up. */
  minBytesPerSecond: kib,
  rateWindowMs: 60_000,
  callMs: 60_000,
  /** A server may move a large upload to its place before it answers. */
  uploadAnswerMs: 120_000,

  redirects: 5,

  tries: 4,
  firstBackoffMs: 250,
  maxBackoffMs: 5_000,
  maxRetryAfterMs: 60_000,
  /** No host is left alone for longer, whatever it asked for. */
  maxQuietMs: 60 * 60_000,
  /** A wait longer than this is shown to the user. */
  shownQuietMs: 1_000,
  /** The pause between two requests that waited for the same host, so that they do not all start at once. */
  releaseGapMs: 100,
} as const
