import { AppError } from '../../../shared/errors.ts'
import { lifetimeOf } from '../../../shared/model/providers.ts'
import { createSingleFlight } from '../async/single-flight.ts'
import type { Credential } from '../oci/base/credential.ts'
import type { Clock, Logger } from '../ports.ts'
import type { SavedRegistry, SavedSignIn } from '../store/saved-registries.ts'
import { type FetchedSecrets, renewBeforeMs } from './fetched-secrets.ts'
import type { SignInSecrets } from './sign-in-secrets.ts'

/** New secrets for sign-ins that end, from the helper or the program that hands them out. */
export type Renewal = {
  /** Whether somebody can be asked. */
  canRenew(saved: SavedRegistry): boolean
  /** Throws `unsupported/not-renewable`, `unauthorized` when its keeper gives none. */
  renew(saved: SavedRegistry, signal: AbortSignal): Promise<Credential>
  /** Renews a copy that ends soon. Never throws: the old one may do for a while. */
  renewInTime(saved: SavedRegistry, signal: AbortSignal): Promise<void>
  /** The registry took it no longer. Undefined when its keeper was asked just now: it has no better one. */
  renewRefused(saved: SavedRegistry, signal: AbortSignal): Promise<Credential | undefined>
}

type Deps = {
  readonly fetched: FetchedSecrets
  readonly secrets: SignInSecrets
  readonly clock: Clock
  readonly logger: Logger
  /** Keeps the changed sign-in of a registry; false when it has another than that account by now. */
  readonly save: (registryId: string, signIn: SavedSignIn, before?: string) => boolean
}

/** One that was handed out just now and is refused will not get better by asking again. */
const quietMs = 60_000

export const createRenewal = (deps: Deps): Renewal => {
  const { fetched, secrets, clock, logger, save } = deps
  const share = createSingleFlight<Credential>()
  const untilAnswered = new AbortController().signal
  /** Registries → when their keeper was last asked. */
  const askedMs = new Map<string, number>()
  const wasJustAsked = ({ id }: SavedRegistry) =>
    clock.monotonicMs() - (askedMs.get(id) ?? -Infinity) < quietMs

  const renewNow = async (saved: SavedRegistry, signIn: SavedSignIn): Promise<Credential> => {
    askedMs.set(saved.id, clock.monotonicMs())
    const given = await fetched.renew(saved, untilAnswered)
    if (!given) throw gone(saved, signIn)
    const renewedAtMs = clock.now()
    // Held already, and its end noted where it has one.
    if (signIn.place === 'elsewhere') {
      if (given.lifeMs === undefined) save(saved.id, { ...signIn, renewedAtMs })
      return given
    }
    const lifeMs = given.lifeMs ?? lifetimeOf(saved.host, signIn.username)
    const expiresAtMs = lifeMs === undefined ? undefined : renewedAtMs + lifeMs
    const secret = given.secret.reveal()
    const place =
      signIn.place === 'session'
        ? secrets.saveForSession(saved.id, secret)
        : await secrets.save(saved.id, secret)
    const { expiresAtMs: _ended, ...rest } = signIn
    const renewed = { ...rest, ...place, renewedAtMs, ...(expiresAtMs && { expiresAtMs }) }
    const isKept = save(saved.id, renewed, signIn.account)
    await secrets.remove(isKept ? signIn : place)
    fetched.forget(signIn.account)
    return given
  }

  const renew: Renewal['renew'] = async (saved, signal) => {
    const { signIn } = saved
    if (!signIn || !canRenew(saved)) throw new AppError('unsupported', 'not-renewable')
    return share(signIn.account, signal, () => renewNow(saved, signIn))
  }

  return {
    canRenew,
    renew,
    renewInTime: async (saved, signal) => {
      const { signIn } = saved
      if (!signIn || signIn.place === 'elsewhere' || !canRenew(saved)) return
      if ((signIn.expiresAtMs ?? Infinity) - clock.now() > renewBeforeMs) return
      if (wasJustAsked(saved)) return
      try {
        await renew(saved, signal)
      } catch (error) {
        logger.log('warn', 'sign-in-not-renewed', { error })
      }
    },
    renewRefused: async (saved, signal) =>
      !canRenew(saved) || wasJustAsked(saved) ? undefined : renew(saved, signal),
  }
}

const canRenew = ({ signIn }: SavedRegistry): boolean =>
  signIn?.source !== undefined && signIn.source.kind !== 'file'

const gone = ({ host }: SavedRegistry, { username, source }: SavedSignIn): AppError => {
  const name = source?.kind === 'helper' ? `docker-credential-${source.helper}` : ''
  return new AppError('unauthorized', 'sign-in-not-with-helper', { host, name, username })
}
