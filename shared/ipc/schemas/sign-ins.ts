import { z } from 'zod'
import { id, timestampMs } from './values.ts'

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

/** Write-only: a secret goes in and never comes out. */
export const newSignIn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anonymous') }),
  z.object({
    kind: z.literal('user'),
    username: z.string().min(1).max(512),
    secret: z.string().min(1).max(16_384),
  }),
  /** A sign-in found on this machine, by the id that `signIns.found` gave it. */
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

/** Whose file a sign-in lies in. */
const signInProgram = z.enum(['docker', 'helm', 'podman'])

export const foundSignIn = z.object({
  id,
  host: z.string(),
  /** Podman's keys may name one; '' for the whole host. */
  path: z.string(),
  /** Absent where only a helper knows it and does not list it. */
  username: z.string().optional(),
  source: signInProgram,
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
  shadowedBy: z.object({ username: z.string().optional(), source: signInProgram }).optional(),
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
