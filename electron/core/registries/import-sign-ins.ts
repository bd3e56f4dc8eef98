import { isAppError } from '../../../shared/errors.ts'
import type { Decisions, Registry } from '../../../shared/ipc/schemas/registries.ts'
import { isLoopbackHost } from '../../../shared/model/reference.ts'
import type { FoundSignIn, FoundSignIns } from './found-sign-ins.ts'
import { isSignedInWith } from './importable.ts'
import type { Registries } from './registries.ts'

type Request = {
  readonly chosen: readonly { foundId: string; keep: 'where-it-lies' | 'keychain' }[]
  readonly decisions: Decisions
}

export type Imported = {
  readonly added: Registry[]
  readonly failed: { host: string; reason: string }[]
}

/**
 * Adds a registry for each sign-in that works. Throws DecisionOwed at the first that needs one; called again with
 * the decision, those already added are told as added. Plain HTTP is not among the decisions: one answer would hold
 * for registries the user was not asked about.
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
    const known = registries.list().find(registry => isAlreadyIn(registry, wanted))
    if (known) {
      imported.added.push(known)
      continue
    }
    try {
      const address = `${isLoopbackHost(host) ? '' : 'https://'}${[host, path].filter(Boolean).join('/')}`
      const signIn = { kind: 'found', foundId, keep } as const
      imported.added.push(await registries.add({ address, signIn, decisions }, signal))
    } catch (error) {
      if (!isAppError(error) || error.code === 'cancelled') throw error
      imported.failed.push({ host, reason: `${error.code}.${error.reason}` })
    }
  }
  return imported
}

const isAlreadyIn = ({ host, path, signIn }: Registry, wanted: FoundSignIn): boolean =>
  isSignedInWith(
    { host, path, username: signIn.kind === 'user' ? signIn.username : undefined },
    wanted,
  )
