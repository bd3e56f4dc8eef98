import type { Capability } from '../../../shared/ipc/schemas/capabilities.ts'

/**
 * What is known now, with what a new finding does not take back: kinds of content that were accepted once, and
 * anything at all where a probe could not tell.
 */
export const mergeLearnt = (before: Capability | undefined, learnt: Capability): Capability => {
  if (before === undefined) return learnt
  if (learnt.foundBy === 'nothing') return before
  if (learnt.name !== 'artifact-types') return learnt
  if (before.value !== 'accepted' || learnt.value !== 'accepted') return learnt
  const types = [...new Set([...typesOf(before), ...typesOf(learnt)])]
  return { ...learnt, params: { count: types.length, types: types.join('+') } }
}

const typesOf = ({ params }: Capability): string[] => String(params['types'] ?? '').split('+')
