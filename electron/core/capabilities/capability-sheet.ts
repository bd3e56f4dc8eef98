import {
  type Capability,
  capabilityName,
  type CapabilityName,
} from '../../../shared/ipc/schemas/capabilities.ts'

/** What was learnt, not yet when. */
export type Finding = Omit<Capability, 'foundAtMs'>

const oneDayMs = 24 * 60 * 60 * 1000

/** One line per capability in the order of the sheet. What a probe saw a day ago counts no more (decision 10). */
export const capabilitySheet = (learnt: readonly Capability[], nowMs: number): Capability[] => {
  const byName = new Map(learnt.filter(one => isFresh(one, nowMs)).map(one => [one.name, one]))
  return capabilityName.options.map(name => byName.get(name) ?? notYet(name))
}

const isFresh = ({ foundBy, foundAtMs = 0 }: Capability, nowMs: number): boolean =>
  (foundBy !== 'probe' && foundBy !== 'header') || nowMs - foundAtMs < oneDayMs

const notYet = (name: CapabilityName): Capability => ({
  name,
  state: 'unknown',
  value: 'unknown',
  params: {},
  foundBy: 'nothing',
})
