import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { capability } from '../../shared/ipc/schemas/capabilities.ts'
import { strategyName } from '../../shared/ipc/schemas/repositories.ts'
import { doctorReport, stepName } from '../../shared/ipc/schemas/doctor.ts'
import { capabilityValues } from '../../shared/model/capability-values.ts'
import { doctorSeen } from '../../shared/model/doctor-seen.ts'
import { vendors } from '../../shared/model/vendor.ts'

type Words = { [key: string]: string | Words }

const localesFolder = path.join(import.meta.dirname, '..', '..', 'renderer', 'locales', 'en')
const read = (area: string): Words =>
  JSON.parse(readFileSync(path.join(localesFolder, `${area}.json`), 'utf8'))

const branch = (words: Words, name: string): Words => {
  const found = words[name]
  return typeof found === 'object' ? found : {}
}

/** The keys of a branch, plural forms counted as one. */
const keysOf = (words: Words): string[] => [
  ...new Set(Object.keys(words).map(key => key.replace(/_(one|other|zero)$/, ''))),
]

const usedParams = (words: Words, key: string): string[] =>
  Object.entries(words)
    .filter(([name]) => name.replace(/_(one|other)$/, '') === key)
    .flatMap(([, text]) =>
      typeof text === 'string'
        ? [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name)
        : [],
    )

const capabilities = read('later/capabilities')
const doctor = read('later/doctor')
const strategies = read('strategies')

describe('what is known of a capability', () => {
  it.each(Object.entries(capabilityValues))(
    '%s has words for every value, and no others',
    (name, values) => {
      const words = branch(capabilities, name)
      const worded = keysOf(words).filter(
        key => key !== 'name' && key !== 'how' && key !== 'listed',
      )
      const listed = strategyName.options.filter(strategy => strategy !== 'kept')
      const wanted = Object.keys(values).filter(
        value => name !== 'repository-listing' || !listed.some(strategy => strategy === value),
      )
      expect(worded.toSorted()).toEqual(wanted.toSorted())
      expect(words['name']).toBeTypeOf('string')
      expect(words['how']).toBeTypeOf('string')
      for (const value of worded)
        expect(keysOf(branch(words, value)).toSorted()).toEqual(['means', 'state'])
    },
  )

  it('is marked, and says how it was found out', () => {
    expect(keysOf(branch(capabilities, 'mark')).toSorted()).toEqual(
      capability.shape.state.options.toSorted(),
    )
    const found = capability.shape.foundBy.options.toSorted()
    expect(keysOf(branch(capabilities, 'found')).toSorted()).toEqual(found)
    expect(keysOf(branch(capabilities, 'source')).toSorted()).toEqual(found)
  })

  it('names every vendor and every strategy, with what each needs', () => {
    expect(keysOf(branch(capabilities, 'vendor')).toSorted()).toEqual(vendors.toSorted())
    for (const name of strategyName.options)
      expect(keysOf(branch(strategies, name)).toSorted(), name).toEqual(['name', 'needs'])
  })
})

describe('what the doctor says', () => {
  // Made by the page of what is told: a date, a plural, a span.
  const made: Record<string, readonly string[]> = {
    validTo: ['validToMs'],
    shown: ['count'],
    left: ['seconds'],
  }

  it('has words for all that a step can have seen, and no others', () => {
    const wanted = [...Object.keys(doctorSeen), 'waiting']
    expect(keysOf(branch(doctor, 'seen')).toSorted()).toEqual(wanted.toSorted())
  })

  it.each(Object.entries(doctorSeen))(
    '%s uses only what it is told',
    (seen, params: readonly string[]) => {
      const used = usedParams(branch(doctor, 'seen'), seen)
      const told = (name: string) => (made[name] ?? [name]).every(one => params.includes(one))
      expect(used.filter(name => !told(name))).toEqual([])
    },
  )

  it('names every step and every verdict', () => {
    expect(keysOf(branch(doctor, 'step')).toSorted()).toEqual(stepName.options.toSorted())
    expect(keysOf(branch(doctor, 'verdict')).toSorted()).toEqual(
      doctorReport.shape.verdict.options.toSorted(),
    )
  })
})
