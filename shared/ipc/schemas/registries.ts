import { z } from 'zod'
import { vendors } from '../../model/vendor.ts'
import { certificateView, connection } from './connection-settings.ts'
import { id, repositoryName, timestampMs } from './values.ts'

export const signInKind = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anonymous') }),
  z.object({
    kind: z.literal('user'),
    username: z.string(),
    /**
     * `session`: held in memory until quit, because no keychain works. `elsewhere`: read on demand where it lies.
     * `missing`: gone from where it was.
     */
    secret: z.enum(['keychain', 'session', 'elsewhere', 'missing']),
    /** Who keeps it when it lies elsewhere, and where that is named. */
    keptBy: z
      .object({
        kind: z.enum(['file', 'helper', 'command']),
        /** `ecr-login`; the command line for a command. */
        name: z.string(),
        /** With ~ for the home folder. */
        file: z.string().optional(),
      })
      .optional(),
    expiresAtMs: timestampMs.optional(),
    renewedAtMs: timestampMs.optional(),
    /** Who fetches a new secret before the old one ends. */
    renewal: z.enum(['none', 'helper', 'command']).optional(),
  }),
])

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

/** Write-only: a secret goes in and never comes out. */
export const newSignIn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anonymous') }),
  z.object({
    kind: z.literal('user'),
    username: z.string().min(1).max(512),
    secret: z.string().min(1).max(16_384),
  }),
  /** A sign-in found on this machine, by the id that `registries.importable` gave it. */
  z.object({
    kind: z.literal('found'),
    foundId: id,
    /** `where-it-lies`: read on demand; the keychain gets a copy when not said. */
    keep: z.enum(['where-it-lies', 'keychain']).optional(),
  }),
  /** The vendor's own program fetches a secret now and before each end; the user saw its arguments. */
  z.object({
    kind: z.literal('command'),
    command: z.enum(['aws', 'gcloud', 'az']),
    /** Selects an account of that program, where it keeps several. */
    profile: z.string().max(128).optional(),
  }),
])

export type NewSignIn = z.infer<typeof newSignIn>

/** What the user has agreed to, when a first answer was `needs-decision`. */
export const decisions = z.object({
  plainHttp: z.boolean().optional(),
  /** Origin of a token service the sign-in may be sent to. */
  realm: z.string().optional(),
  /** Keep the secret in memory until quit. */
  sessionOnly: z.boolean().optional(),
  /** Plain text in helm's file, after it was said that it is readable there. */
  plainText: z.boolean().optional(),
})
export type Decisions = z.infer<typeof decisions>

export const owedDecision = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('plain-http'), host: z.string() }),
  z.object({ decision: z.literal('realm'), host: z.string(), realm: z.string() }),
  z.object({ decision: z.literal('session-only'), reason: z.string() }),
  /** The certificate is not trusted: use a CA file, pin it, or do not connect (a `connection` change answers). */
  z.object({ decision: z.literal('certificate'), certificate: certificateView }),
  z.object({ decision: z.literal('plain-text'), file: z.string() }),
])
export type OwedDecision = z.infer<typeof owedDecision>

export const needsDecision = owedDecision.and(z.object({ result: z.literal('needs-decision') }))

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

export const foundSignIn = z.object({
  id,
  host: z.string(),
  /** Podman's keys may name one; '' for the whole host. */
  path: z.string(),
  /** Absent where only a helper knows it and does not list it. */
  username: z.string().optional(),
  source: z.enum(['docker', 'helm', 'podman']),
  /** Path as shown, with ~ for the home folder. */
  file: z.string(),
  secretIn: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('file') }),
    z.object({ kind: z.literal('helper'), name: z.string() }),
    /** The file names a helper that is not on the PATH, or that may not be run. */
    z.object({ kind: z.literal('missing-helper'), name: z.string() }),
  ]),
  /** Tokens cannot be typed, and stay where they lie or go to the keychain as they are. */
  tokenKind: z.enum(['password', 'identity-token', 'registry-token']),
  /** Another of the same host and path comes first: its user name and source. */
  shadowedBy: z.object({ username: z.string().optional(), source: z.string() }).optional(),
  alreadyAdded: z.boolean(),
})
export type FoundSignIn = z.infer<typeof foundSignIn>

export const unusableSignIn = foundSignIn.pick({ file: true, source: true }).extend({
  /** As it stands in the file. */
  key: z.string(),
  /** `pattern`: for many hosts. `unreadable`: no base64 of `user:password`. */
  reason: z.enum(['pattern', 'unreadable']),
})
export type UnusableSignIn = z.infer<typeof unusableSignIn>

/** How "Also sign in helm" would go about it. */
export const helmSignInPlan = z.object({
  via: z.enum(['helper', 'helm-login', 'file']),
  /** The helper's name, or the command line with the password left out. */
  shown: z.string(),
  /** helm's registry config, with ~ for the home folder. */
  file: z.string(),
})
export type HelmSignInPlan = z.infer<typeof helmSignInPlan>

/** What a vendor's program would be started with, word by word. */
export const renewalCommand = z.object({
  command: z.enum(['aws', 'gcloud', 'az']),
  /** Full path, or absent when it is not on this machine. */
  program: z.string().optional(),
  arguments: z.array(z.string()),
})
export type RenewalCommand = z.infer<typeof renewalCommand>
