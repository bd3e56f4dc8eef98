import { createSingleFlight } from '../async/single-flight.ts'
import type { Credential } from '../oci/base/credential.ts'
import type { Clock } from '../ports.ts'
import type { SavedRegistry } from '../store/saved-registries.ts'
import type { GivenSignIn } from '../sign-in-sources/given-sign-in.ts'
import type { SignInSources } from '../sign-in-sources/sign-in-sources.ts'

/** Sign-ins that are not kept here: read where they lie, and held no longer than it takes to spare a program a start. */
export type FetchedSecrets = {
  /** Undefined when it is gone, or is somebody else's by now. One question at a time. */
  read(saved: SavedRegistry, signal: AbortSignal): Promise<Credential | undefined>
  /** Asks its keeper again, whatever is held. */
  renew(saved: SavedRegistry, signal: AbortSignal): Promise<GivenSignIn | undefined>
  /** What was just given need not be asked for again. */
  hold(account: string, given: GivenSignIn): void
  forget(account: string): void
}

type Held = { readonly credential: Credential; readonly endsMs: number }

type Deps = {
  readonly sources: SignInSources
  readonly clock: Clock
  /** Told of each secret that a program handed out, and for how long. */
  readonly fetched: (saved: SavedRegistry, lifeMs: number) => void
}

/** A helper is a process to start, and may ask its user something. */
const helperHeldMs = 5 * 60 * 1000
/** Earlier than the end is said to be near (model/providers.ts): nobody is warned of what renews itself. */
export const renewBeforeMs = 20 * 60 * 1000

export const createFetchedSecrets = ({ sources, clock, fetched }: Deps): FetchedSecrets => {
  const held = new Map<string, Held>()
  /** Signed out while somebody was being asked: the answer is nobody's. */
  const forgotten = new Set<string>()
  const share = createSingleFlight<GivenSignIn | undefined>()
  /** One that leaves must not end the question for the others; the program has a time limit of its own. */
  const untilAnswered = new AbortController().signal

  const hold: FetchedSecrets['hold'] = (account, credential) => {
    if (forgotten.has(account)) return
    held.set(account, { credential, endsMs: clock.monotonicMs() + heldMs(credential) })
  }

  const renew: FetchedSecrets['renew'] = (saved, signal) => {
    const { host, signIn } = saved
    return share(signIn?.account ?? '', signal, async () => {
      if (!signIn?.source) return undefined
      held.delete(signIn.account)
      const given = await sources.read(signIn.source, host, untilAnswered)
      // Another user's by now: not what the user chose here.
      if (!given || given.username !== signIn.username) return undefined
      if (signIn.source.kind !== 'file') hold(signIn.account, given)
      if (given.lifeMs !== undefined) fetched(saved, given.lifeMs)
      return given
    })
  }

  return {
    read: async (saved, signal) => {
      const known = held.get(saved.signIn?.account ?? '')
      if (known && known.endsMs > clock.monotonicMs()) return known.credential
      return renew(saved, signal)
    },
    renew,
    hold,
    forget: account => {
      forgotten.add(account)
      held.delete(account)
    },
  }
}

const heldMs = ({ lifeMs }: GivenSignIn): number =>
  lifeMs === undefined ? helperHeldMs : Math.max(lifeMs - renewBeforeMs, lifeMs / 2)
