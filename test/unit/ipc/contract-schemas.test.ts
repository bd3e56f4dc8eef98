import { expect, it } from 'vitest'
import { contract } from '../../../shared/ipc/contract.ts'

// zod builds a discriminated union when it is first asked: a union that cannot be built shows only then.
it.each(Object.entries(contract))('%s: its schemas can be asked', (_method, entry) => {
  const schemas = Object.values(entry).filter(schema => typeof schema === 'object')
  for (const schema of schemas) expect(schema.safeParse(undefined).success).toBe(false)
  for (const schema of schemas) expect(() => schema.safeParse({ result: 'x' })).not.toThrow()
})
