import { z } from 'zod'
import { id } from './values.ts'

export const signInKind = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anonymous') }),
  z.object({
    kind: z.literal('user'),
    username: z.string(),
    /** `session`: held in memory until quit, because no keychain works. `missing`: the keychain has lost it. */
    secret: z.enum(['keychain', 'session', 'missing']),
  }),
])

/** What was last seen of a registry; the dot in the sidebar. */
export const registryState = z.object({
  status: z.enum(['unknown', 'connected', 'limited', 'sign-in-needed', 'failed', 'offline']),
  /** Why it is limited: `no-catalog`, `rate-limited`. */
  limit: z.enum(['no-catalog', 'rate-limited']).optional(),
  checkedAtMs: z.number().optional(),
  tookMs: z.number().optional(),
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
  state: registryState,
})
export type Registry = z.infer<typeof registry>

/** Write-only: a secret goes in and never comes out. */
export const newSignIn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anonymous') }),
  z.object({
    kind: z.literal('user'),
    username: z.string().min(1).max(512),
    secret: z.string().min(1).max(16_384),
  }),
  /** A sign-in found on this machine, by the id that `registries.importable` gave it. */
  z.object({ kind: z.literal('found'), foundId: id }),
])

export type NewSignIn = z.infer<typeof newSignIn>

/** What the user has agreed to, when a first answer was `needs-decision`. */
export const decisions = z.object({
  plainHttp: z.boolean().optional(),
  /** Origin of a token service the sign-in may be sent to. */
  realm: z.string().optional(),
  /** Keep the secret in memory until quit. */
  sessionOnly: z.boolean().optional(),
})
export type Decisions = z.infer<typeof decisions>

export const owedDecision = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('plain-http'), host: z.string() }),
  z.object({ decision: z.literal('realm'), host: z.string(), realm: z.string() }),
  z.object({ decision: z.literal('session-only'), reason: z.string() }),
])
export type OwedDecision = z.infer<typeof owedDecision>

export const needsDecision = owedDecision.and(z.object({ result: z.literal('needs-decision') }))

/** What one look at a registry showed. */
export const probe = z.object({
  host: z.string(),
  path: z.string(),
  plainHttp: z.boolean(),
  /** From the `Docker-Distribution-Api-Version` header or a JSON `/v2/`; the product where a header names it. */
  product: z.string().optional(),
  authentication: z.enum(['none', 'basic', 'bearer']),
  /** Set after a sign-in was tried. */
  signedInAs: z.string().optional(),
  catalog: z.enum(['available', 'not-offered', 'sign-in-needed', 'unknown']),
  repositoryCount: z.number().int().optional(),
  namespaceCount: z.number().int().optional(),
  tookMs: z.number(),
})
export type Probe = z.infer<typeof probe>

export const foundSignIn = z.object({
  id,
  host: z.string(),
  username: z.string(),
  source: z.enum(['docker', 'helm']),
  /** Path as shown, with ~ for the home folder. */
  file: z.string(),
  alreadyAdded: z.boolean(),
})
export type FoundSignIn = z.infer<typeof foundSignIn>
