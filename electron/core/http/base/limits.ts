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
  /** Slower than this over `rateWindowMs` is no transfer. */
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
  /** From here on a wait is shown. */
  shownQuietMs: 1_000,
  /** Between two requests that waited for the same. */
  releaseGapMs: 100,
} as const
