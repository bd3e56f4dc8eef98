import { z } from 'zod'
import { capabilityNames } from '../../model/capability-names.ts'
import { vendors } from '../../model/vendor.ts'
import { connection, connectionSeen } from './connection-settings.ts'
import { recordedExchange } from './exchange.ts'
import { registry } from './registries.ts'
import { repositoryName, tag, digest, timestampMs } from './values.ts'

const params = z.record(z.string(), z.union([z.string(), z.number()]))

export const capabilityName = z.enum(capabilityNames)
export type CapabilityName = z.infer<typeof capabilityName>

/** One thing a registry can or cannot do, and how that was found out. */
export const capability = z.object({
  name: capabilityName,
  state: z.enum(['works', 'limited', 'refused', 'unknown']),
  /** Selects the words: capabilities.<name>.<value>, and .means (shared/model/capability-values.ts). */
  value: z.string(),
  params,
  foundBy: z.enum(['probe', 'listing', 'push', 'delete', 'copy', 'header', 'nothing']),
  foundAtMs: timestampMs.optional(),
  /** The exchange that showed it, where it is still known. */
  exchange: recordedExchange.optional(),
})
export type Capability = z.infer<typeof capability>

/** The registry's own page. */
export const registryPage = z.object({
  registry,
  vendor: z.enum(vendors).optional(),
  /** `Harbor 2.10`, as its answers name it. */
  product: z.string().optional(),
  /** What stands before it and says so: `nginx 1.25`. */
  behind: z.string().optional(),
  /** `OCI distribution 1.1`, `Docker Registry v2`. */
  specification: z.string().optional(),
  repositoryCount: z.number().int().optional(),
  capabilities: z.array(capability),
  connection,
  connectionSeen: connectionSeen.optional(),
  /** The last ones, newest first; at most 100. */
  exchanges: z.array(recordedExchange),
  /** Known digests with several tags: deleting one takes all its tags. At most 100. */
  sharedDigests: z.array(
    z.object({ digest, repository: repositoryName, tags: z.array(tag).min(2) }),
  ),
  checkedAtMs: timestampMs.optional(),
  /** What it says in `Warning` headers: each text once, at most 5, until the program ends. */
  warnings: z.array(z.string()),
})
export type RegistryPage = z.infer<typeof registryPage>
