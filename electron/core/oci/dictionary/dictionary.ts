import { deleteEntries } from './deleting.ts'
import type { Dictionary } from './entry.ts'
import { generalEntries } from './general.ts'
import { inBetween } from './in-between.ts'
import { limitEntries } from './limits.ts'
import { missingEntries } from './missing.ts'
import { pushEntries } from './pushing.ts'
import { signInEntries } from './signing-in.ts'

/** Everything that answers are known to mean, from the particular to the general: the first that fits counts. */
export const dictionary: Dictionary = {
  ...inBetween,
  ...limitEntries,
  ...signInEntries,
  ...deleteEntries,
  ...pushEntries,
  ...missingEntries,
  ...generalEntries,
}
