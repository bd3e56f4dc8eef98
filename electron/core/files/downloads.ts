import type { Clock } from '../ports.ts'
import { createTokens } from './file-grants.ts'

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

const ticketLifetimeMs = 60_000

export const createDownloads = (clock: Clock): Downloads => {
  const tokens = createTokens<SpooledFile>(clock, ticketLifetimeMs)
  return { issue: tokens.issue, redeem: tokens.redeem }
}
