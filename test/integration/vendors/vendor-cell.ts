import type { JobName } from './vendor-jobs.ts'

/** What a cell of the table is told by, beside how its test went. */
export type VendorCell = {
  readonly vendor: string
  readonly variant?: string | undefined
  readonly job: JobName
  readonly outcome?: string
  readonly assumed?: string
  readonly notYet?: string
}

declare module 'vitest' {
  interface TaskMeta {
    vendorCell?: VendorCell
  }
}
