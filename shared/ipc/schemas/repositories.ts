import { z } from 'zod'
import { strategyNames } from '../../model/strategy-names.ts'
import { id, listingCut, repositoryName, timestampMs } from './values.ts'
import { versionDetails, versionDetailsFailed } from './versions.ts'

/** How a registry lists its repositories. Selects the words: strategies.<name>. */
export const strategyName = z.enum(strategyNames)
export type StrategyName = z.infer<typeof strategyName>

export const listingChoice = z.object({
  registryId: id,
  /** `probed` until the user chooses one. */
  chosen: z.enum(['probed', 'user']),
  strategy: strategyName,
  /** What each that fits this registry would need: selects the words strategies.<name>.needs. */
  others: z.array(strategyName),
})

export const listedRepository = z.object({
  name: repositoryName,
  /** Kept by the user, not listed by the registry. */
  kept: z.boolean(),
  /** Kept, and the registry says that it is not there, or not for this sign-in. */
  missing: z.boolean().optional(),
  /** Known only after its tags were listed once. */
  tagCount: z.number().int().optional(),
})

/** How many versions a repository has, and the newest of them. */
export const repositoryDetails = z.object({
  repository: repositoryName,
  tagCount: z.number().int(),
  /** The newest release, or the newest of all; absent where there is none, or it cannot be told. */
  latest: versionDetails.optional(),
})
export type RepositoryDetails = z.infer<typeof repositoryDetails>

export const repositoryDetailsProgress = z.union([
  z.object({ saved: repositoryDetails }),
  z.object({ details: repositoryDetails }),
  z.object({
    failed: versionDetailsFailed.omit({ tag: true }).extend({ repository: repositoryName }),
  }),
])

/** Pages arrive in the registry's order; the receiver sorts. */
export const catalogPage = z.object({ repositories: z.array(listedRepository) })

export const catalogEnd = z.object({
  total: z.number().int(),
  /** How it was listed; shown by name. */
  strategy: strategyName,
  /** True when the listing ended before its end. */
  truncated: z.boolean(),
  /** Why it was, where that is known. */
  cut: listingCut.optional(),
  skippedNames: z.number().int(),
  listedAtMs: timestampMs,
  /** True when the registry could not be reached and this is what was saved. */
  saved: z.boolean(),
  /** Why what was saved is shown, where it is not that the registry cannot be reached. */
  problem: z.literal('server-error').optional(),
})
export type CatalogEnd = z.infer<typeof catalogEnd>
