import { describe, expect, it } from 'vitest'
import { contract, type Method } from '../../../shared/ipc/contract.ts'

const methods = Object.keys(contract) as Method[]

// zod builds a discriminated union when it is first used: one that is ambiguous throws then, after the work is done.
describe('every schema of the contract', () => {
  it.each(methods)('%s can be used', method => {
    const entry = contract[method]
    const progress = 'progress' in entry ? [entry.progress] : []
    for (const schema of [entry.input, entry.output, ...progress])
      expect(() => schema.safeParse({ result: 'none' })).not.toThrow()
  })
})
