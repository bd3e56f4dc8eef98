import type { Decisions } from '../../../shared/ipc/schemas/decisions.ts'
import type { Credential } from '../oci/base/credential.ts'
import type { Clock, Logger } from '../ports.ts'
import type { SavedRegistry, SavedSignIn } from '../store/saved-registries.ts'
import { isBelowPath } from '../../../shared/model/is-below-path.ts'
import { createFetchedSecrets } from './fetched-secrets.ts'
import { keepSecret } from './keep-secret.ts'
import type { LocalAccess } from './local-access.ts'
import { createRegistryCredentials, type RegistryCredentials } from './registry-credentials.ts'
import { createRenewal } from './renewal.ts'
import { createRenewalTimers } from './renewal-timers.ts'
import type { SignInSecrets } from './sign-in-secrets.ts'
import type { SignInSources } from '../sign-in-sources/sign-in-sources.ts'
import type { NewCredential } from './typed-sign-in.ts'

/** Who signs the requests of each saved registry, wherever the secret is and however long it lasts. */
export type SignIns = Pick<RegistryCredentials, 'secretState' | 'whyMissing' | 'forgetSession'> & {
  /** For one repository, or for the host as a whole. */
  credentialOf(
    own: SavedRegistry,
    signal: AbortSignal,
    repository?: string,
  ): Promise<Credential | undefined>
  /** Keeps a new sign-in of the user, or notes where it stays. Throws DecisionNeeded. */
  keep(
    ownerId: string,
    credential: NewCredential | undefined,
    decisions: Decisions,
    signal: AbortSignal,
  ): Promise<SavedSignIn | undefined>
  /** Throws `unsupported/not-renewable`, `unauthorized` when its keeper gives none. */
  renew(saved: SavedRegistry, signal: AbortSignal): Promise<void>
  forget(signIn: SavedSignIn): Promise<void>
  /** Renews it before its end, where somebody hands out another. */
  watch(saved: SavedRegistry): void
  close(): void
}

type Deps = {
  readonly secrets: SignInSecrets
  readonly sources: SignInSources
  readonly local: LocalAccess
  readonly clock: Clock
  readonly logger: Logger
  readonly showPath: (file: string) => string
  readonly changed: () => void
  readonly saved: () => readonly SavedRegistry[]
  /** Keeps the changed sign-in of a registry; false when it has another than that account by now. */
  readonly save: (registryId: string, signIn: SavedSignIn, before?: string) => boolean
}

export const createSignIns = (deps: Deps): SignIns => {
  const { secrets, clock } = deps
  const save: Deps['save'] = (registryId, ...rest) => {
    const isKept = deps.save(registryId, ...rest)
    const saved = deps.saved().find(({ id }) => id === registryId)
    if (isKept && saved) watch(saved)
    return isKept
  }
  const fetched = createFetchedSecrets({
    ...deps,
    fetched: ({ id, signIn }, lifeMs) => {
      const renewedAtMs = clock.now()
      if (signIn) save(id, { ...signIn, renewedAtMs, expiresAtMs: renewedAtMs + lifeMs })
    },
  })
  const renewal = createRenewal({ ...deps, save, fetched })
  const timers = createRenewalTimers({
    ...deps,
    renew: (saved, signal) => renewal.renew(now(saved), signal),
  })
  const watch = (saved: SavedRegistry) => {
    if (renewal.canRenew(saved)) timers.set(saved)
  }
  const credentials = createRegistryCredentials({ ...deps, fetched })

  const now = (registry: SavedRegistry) =>
    deps.saved().find(({ id }) => id === registry.id) ?? registry

  /** One that may have another when this one is refused: read again first, then asked for. */
  const renewable = (registry: SavedRegistry, credential: Credential): Credential => ({
    ...credential,
    renew: async signal => {
      const current = await credentials.credentialOf(now(registry), signal)
      const isOther = current && current.secret.reveal() !== credential.secret.reveal()
      const other = isOther ? current : await renewal.renewRefused(now(registry), signal)
      return other && renewable(registry, other)
    },
  })

  return {
    ...credentials,
    credentialOf: async (own, signal, repository) => {
      const registry = closestAbove(own, repository, deps.saved())
      await renewal.renewInTime(registry, signal)
      const credential = await credentials.credentialOf(now(registry), signal)
      const mayChange = registry.signIn?.place === 'elsewhere' || renewal.canRenew(registry)
      return credential && mayChange ? renewable(registry, credential) : credential
    },
    keep: async (ownerId, credential, decisions, signal) => {
      if (!credential) return undefined
      const request = { secrets, ownerId, credential, decisions, nowMs: clock.now() }
      const kept = await keepSecret(request, signal)
      const isFetched = kept.place === 'elsewhere' && kept.source?.kind !== 'file'
      if (isFetched) fetched.hold(kept.account, credential)
      return kept
    },
    renew: async (saved, signal) => void (await renewal.renew(saved, signal)),
    watch,
    close: () => timers.clearAll(),
    forget: async signIn => {
      timers.clear(signIn.account)
      fetched.forget(signIn.account)
      await secrets.remove(signIn)
    },
  }
}

/** Of several registries on one host the one that lies closest above the repository signs (decision 11). */
export const closestAbove = (
  own: SavedRegistry,
  repository: string | undefined,
  saved: readonly SavedRegistry[],
): SavedRegistry => {
  if (repository === undefined) return own
  return (
    saved
      .filter(other => other.signIn !== undefined && liesBelow(other, own))
      // Who pinned a certificate for a sign-in lets it go over that one only.
      .filter(({ connection: { pin } }) => pin === undefined || pin === own.connection.pin)
      .filter(({ path }) => isBelowPath(repository, path))
      .reduce((closest, next) => (next.path.length > closest.path.length ? next : closest), own)
  )
}

/** Whether this is the same host, and a part of what the other one shows. */
export const liesBelow = (part: SavedRegistry, whole: SavedRegistry): boolean =>
  part.host === whole.host &&
  part.plainHttp === whole.plainHttp &&
  part.path !== whole.path &&
  isBelowPath(part.path, whole.path)
