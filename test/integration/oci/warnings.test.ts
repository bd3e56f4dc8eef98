import { expect, it } from 'vitest'
import { send } from '../../support/fault-registry/memory-registry.ts'
import { clientFor, collect, faultRegistry, never as signal } from './oci-harness.ts'

it('passes on what a registry warns of: each text once, five at most, made safe to show', async () => {
  const registry = await faultRegistry()
  registry.on(/tags/, ({ response, call }) =>
    send(
      response,
      200,
      { tags: [] },
      {
        warning: [
          `299 - "this \\"repository\\" is old"`,
          '199 - "not for people"',
          `299 - "number ${call} ${'x'.repeat(1_000)}"`,
        ],
      },
    ),
  )
  const warnings: string[] = []
  const client = clientFor(registry, { onWarning: text => warnings.push(text) })
  for (let round = 0; round < 9; round++) {
    await collect(client.repository('team/app').tags({ signal }))
  }
  expect(warnings).toHaveLength(5)
  expect(warnings[0]).toBe('this "repository" is old')
  expect(Math.max(...warnings.map(text => text.length))).toBeLessThanOrEqual(300)
})
