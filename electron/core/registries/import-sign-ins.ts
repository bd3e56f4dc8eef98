import { type ErrorParams, isAppError } from '../../../shared/errors.ts'
import type { Decisions } from '../../../shared/ipc/schemas/decisions.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { isLoopbackHost } from '../../../shared/model/reference.ts'
import type { FoundSignIn, FoundSignIns } from '../sign-in-sources/found-sign-ins.ts'
import { isSignedInWith } from './importable.ts'
import { DecisionNeeded } from '../decision-needed.ts'
import type { Registries } from './registries.ts'

type Request = {
  readonly chosen: readonly { foundId: string; keep: 'where-it-lies' | 'keychain' }[]
  readonly decisions: Decisions
}

export type Imported = {
  readonly added: Registry[]
  readonly failed: { host: string; reason: string; params: ErrorParams }[]
}

/**
 * Adds a registry for each sign-in that works, or signs in to the one there is. Throws DecisionNeeded at the first that
 * needs one; called again with the decision, those already added are told as added. Plain HTTP is not among the
 * decisions: one answer would hold for registries the user was not asked about.
 */
export const importSignIns = async (
  registries: Registries,
  found: FoundSignIns,
  { chosen, decisions }: Request,
  signal: AbortSignal,
): Promise<Imported> => {
  const imported: Imported = { added: [], failed: [] }
  for (const { foundId, keep } of chosen) {
    const wanted = await found.get(foundId, signal)
    const { host, path } = wanted
    const there = registries.list().find(other => other.host === host && other.path === path)
    const signIn = { kind: 'found', foundId, keep } as const
    try {
      if (there && hasIt(there, wanted)) imported.added.push(there)
      else if (there && isOpen(there)) {
        const request = { registryId: there.id, signIn, decisions }
        imported.added.push(await registries.signIn(request, signal))
      } else {
        const address = `${isLoopbackHost(host) ? '' : 'https://'}${[host, path].filter(Boolean).join('/')}`
        imported.added.push(await registries.add({ address, signIn, decisions }, signal))
      }
    } catch (thrown) {
      const error = withoutCertificates(thrown)
      if (!isAppError(error) || error.code === 'cancelled') throw error
      const { code, reason, params } = error
      imported.failed.push({ host, reason: `${code}.${reason}`, params })
    }
  }
  return imported
}

// The user has to look at each certificate, so a registry with one that is not trusted is added by its address.
const withoutCertificates = (error: unknown): unknown =>
  error instanceof DecisionNeeded && error.decision.decision === 'certificate' ? error.cause : error

const hasIt = ({ host, path, signIn }: Registry, wanted: FoundSignIn): boolean =>
  signIn.kind === 'user' &&
  signIn.secret !== 'missing' &&
  isSignedInWith({ host, path, username: signIn.username }, wanted)

/**
 * The saved registry has no sign-in, or one whose secret is gone, so that it can take this one without losing another.
 */
const isOpen = ({ kind, signIn }: Registry): boolean =>
  kind === 'remote' && (signIn.kind === 'anonymous' || signIn.secret === 'missing')
