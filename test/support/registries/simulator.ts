import { randomBytes } from 'node:crypto'
import type { Vendor } from '../../../shared/model/vendor.ts'
import type { Handle, Hook } from './exchange.ts'

export type Credential = { readonly username: string; readonly secret: string }

/** What a vendor is made of while it runs: state lives here, so that each start begins anew. */
export type Simulated = {
  readonly credential: Credential
  /** Who answers at which host name; only the registry's own goes on to the built-in registry. */
  readonly hosts: Readonly<Record<string, readonly Hook[]>>
  /** What else the user's machine has: variables, and Docker's configuration, which the sign-in is found in. */
  readonly env?: Readonly<Record<string, string>>
  readonly dockerConfig?: object
  /** Host names that may be told the sign-in or a token. */
  readonly trusted: readonly string[]
  /** Secrets that no host at all may see. */
  readonly kept?: readonly string[]
  /** Every token given out so far: as secret as the sign-in. */
  readonly issued: () => readonly string[]
  /** Lets all of them end, and the sign-in itself where it is one that ends. */
  readonly expire: () => void
}

/** One vendor, in one of the ways that its open questions may be answered. */
export type Simulator = {
  readonly vendor: Vendor
  /** `Amazon ECR`: its row in the table. */
  readonly title: string
  /** Tells the ways apart: `DELETE works`. */
  readonly variant?: string
  /** As a user types it. */
  readonly address: string
  /** Where charts of the tests lie: `team`, a project, a repository key. */
  readonly namespace: string
  /** Where nobody made anything ready; `nowhere` when not said. */
  readonly nowhere?: string
  /** Origin of a token service that the user is asked about. */
  readonly asksRealm?: string
  /** `local` is the built-in registry, for vendor APIs that say what it holds. */
  start(local: Handle): Simulated
}

/** Found anywhere it should not be, it has leaked. */
export const canary = (): string => `canary-${randomBytes(12).toString('hex')}`
