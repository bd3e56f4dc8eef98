import type { Capability, CapabilityName } from '../../../../shared/ipc/schemas/capabilities.ts'
import type { Registry } from '../../../../shared/ipc/schemas/registries.ts'
import { refusesAnonymousPush } from '../../../../shared/model/anonymous-push.ts'

/** What cannot work at a registry, so that nobody has to push to find out. */
export type KnownRefusals = {
  readonly anonymousPush: boolean
  /** Somebody has to create a repository first: docs/protocol.md, "Repositories that must exist". */
  readonly newRepository: boolean
  /** Where a taken tag could not be moved. */
  readonly immutableIn: string | undefined
  readonly provenance: boolean
}

const oneDayMs = 24 * 60 * 60 * 1000

/**
 * What was learnt counts for a day: a registry is set up anew now and then, and a push would be the only way to see.
 */
export const knownRefusals = (
  { signIn, vendor }: Registry,
  learnt: readonly Capability[],
  nowMs: number,
): KnownRefusals => {
  const find = (name: CapabilityName, value: string) =>
    learnt.find(
      one => one.name === name && one.value === value && nowMs - (one.foundAtMs ?? 0) < oneDayMs,
    )
  const immutableIn = find('immutable-tags', 'in')?.params['repository']
  const refusedType = find('artifact-types', 'some-refused')?.params['refused']
  return {
    anonymousPush: signIn.kind === 'anonymous' && refusesAnonymousPush(vendor),
    newRepository: find('create-on-push', 'refused') !== undefined,
    immutableIn: immutableIn === undefined ? undefined : String(immutableIn),
    provenance: refusedType === 'provenance',
  }
}
