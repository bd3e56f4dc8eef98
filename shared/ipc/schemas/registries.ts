import { z } from 'zod'
import { vendors } from '../../model/vendor.ts'
import { connection } from './connection-settings.ts'
import { signInKind } from './sign-ins.ts'
import { id, repositoryName } from './values.ts'

/** What was last seen of a registry; the dot in the sidebar. */
export const registryState = z.object({
  status: z.enum([
    'unknown',
    'connected',
    'limited',
    'sign-in-needed',
    'failed',
    /** It answers, with a problem of its own. */
    'server-error',
    /** It cannot be reached. */
    'offline',
  ]),
  /** Why it is limited: `no-catalog`, `rate-limited`. */
  limit: z.enum(['no-catalog', 'rate-limited']).optional(),
  checkedAtMs: z.number().optional(),
  tookMs: z.number().optional(),
  /** Wall clock until which requests wait because of a Retry-After, shared by all of them. */
  limitedUntilMs: z.number().optional(),
})

export const registry = z.object({
  id,
  name: z.string(),
  host: z.string(),
  /** Only repositories below this path are shown; '' for all. */
  path: z.string(),
  kind: z.enum(['local', 'remote']),
  plainHttp: z.boolean(),
  signIn: signInKind,
  /** A guess by host name until the registry said more. */
  vendor: z.enum(vendors).optional(),
  connection,
  state: registryState,
})
export type Registry = z.infer<typeof registry>

const right = z.enum(['granted', 'refused', 'unknown'])

/**
 * What a token for one repository would allow, as far as the token service tells: nothing is uploaded. `unknown`
 * where its tokens cannot be read.
 */
export const rights = z.object({
  /** The first that is listed below the path; else the path itself, where it can be a repository. */
  repository: repositoryName,
  pull: right,
  push: right,
})
export type Rights = z.infer<typeof rights>

/** What one look at a registry showed. */
export const probe = z.object({
  host: z.string(),
  path: z.string(),
  plainHttp: z.boolean(),
  /** Whose it is and what it is called, where its answer to `/v2/` tells: a self-hosted one's name does not. */
  vendor: z.enum(vendors).optional(),
  product: z.string().optional(),
  authentication: z.enum(['none', 'basic', 'bearer']),
  /** Set after a sign-in was tried. */
  signedInAs: z.string().optional(),
  catalog: z.enum(['available', 'not-offered', 'sign-in-needed', 'unknown']),
  repositoryCount: z.number().int().optional(),
  namespaceCount: z.number().int().optional(),
  /** After Test with a sign-in; absent where no token service was asked (Basic, no repository known). */
  rights: rights.optional(),
  tookMs: z.number(),
})
export type Probe = z.infer<typeof probe>
