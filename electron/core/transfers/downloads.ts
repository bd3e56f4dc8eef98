/** A verified file in the spool, waiting for the browser. */
export type SpooledFile = {
  readonly path: string
  readonly fileName: string
  readonly sizeBytes: number
}

/** Single-use download tickets of the web host (60 s). */
export type Downloads = {
  issue(file: SpooledFile): string
  /** Undefined when unknown, used or expired. */
  redeem(ticket: string): SpooledFile | undefined
}
