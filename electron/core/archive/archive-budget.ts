import { archiveLimits } from './archive-limits.ts'
import { tooLarge } from './chart-error.ts'

/** Counts what one archive and everything nested in it costs. Each method throws at its limit. */
export type ArchiveBudget = {
  readonly unpackedBytes: number
  /** Called with each chunk as it leaves gzip: a ratio would tell nothing, gzip alone reaches 1032:1. */
  inflated(bytes: number): void
  member(): void
  /** Helm asks the header first, then counts what was really read. */
  expectFile(sizeBytes: number): void
  file(bytes: number): void
}

export const createArchiveBudget = (): ArchiveBudget => {
  const left = {
    inflated: archiveLimits.inflatedBytes as number,
    unpacked: archiveLimits.unpackedBytes as number,
    members: archiveLimits.members as number,
  }
  const unpackedLimit = () =>
    tooLarge('archive-unpacked', { limitBytes: archiveLimits.unpackedBytes })
  return {
    get unpackedBytes() {
      return archiveLimits.unpackedBytes - left.unpacked
    },
    inflated(bytes) {
      left.inflated -= bytes
      if (left.inflated < 0) throw unpackedLimit()
    },
    member() {
      left.members -= 1
      if (left.members < 0) throw tooLarge('archive-members', { limit: archiveLimits.members })
    },
    expectFile(sizeBytes) {
      if (sizeBytes > left.unpacked) throw unpackedLimit()
    },
    file(bytes) {
      left.unpacked -= bytes
      if (left.unpacked <= 0) throw unpackedLimit()
    },
  }
}
