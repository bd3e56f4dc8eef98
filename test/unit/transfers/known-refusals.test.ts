import { describe, expect, it } from 'vitest'
import { knownRefusals } from '../../../electron/core/transfers/push/known-refusals.ts'
import type { Capability } from '../../../shared/ipc/schemas/capabilities.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'

const oneDayMs = 24 * 60 * 60 * 1000

const registry = (more: Partial<Registry>): Registry => ({
  id: 'r',
  name: 'r',
  host: 'r.example',
  path: '',
  kind: 'remote',
  plainHttp: false,
  signIn: { kind: 'user', username: 'ann', secret: 'keychain' },
  connection: {
    ca: { kind: 'system' },
    clientCertificate: { kind: 'none' },
    proxy: { kind: 'system' },
  },
  state: { status: 'connected' },
  ...more,
})

const learnt = (more: Partial<Capability>): Capability => ({
  name: 'create-on-push',
  state: 'refused',
  value: 'refused',
  params: {},
  foundBy: 'push',
  foundAtMs: 0,
  ...more,
})

const none = {
  anonymousPush: false,
  newRepository: false,
  immutableIn: undefined,
  provenance: false,
}

describe('what cannot work', () => {
  it('is nothing where nothing was learnt', () => {
    expect(knownRefusals(registry({}), [], 0)).toEqual(none)
    const works = learnt({ state: 'works', value: 'works' })
    expect(knownRefusals(registry({}), [works], 0)).toEqual(none)
  })

  it('is a push by nobody where the vendor takes none', () => {
    const nobody = registry({ vendor: 'ghcr', signIn: { kind: 'anonymous' } })
    expect(knownRefusals(nobody, [], 0).anonymousPush).toBe(true)
    expect(knownRefusals({ ...nobody, vendor: 'zot' }, [], 0).anonymousPush).toBe(false)
    expect(knownRefusals(registry({ vendor: 'ghcr' }), [], 0).anonymousPush).toBe(false)
  })

  it('is what pushes showed, for a day', () => {
    const all = [
      learnt({}),
      learnt({ name: 'immutable-tags', value: 'in', params: { repository: 'team/app' } }),
      learnt({ name: 'artifact-types', value: 'some-refused', params: { refused: 'provenance' } }),
    ]
    expect(knownRefusals(registry({}), all, oneDayMs - 1)).toEqual({
      anonymousPush: false,
      newRepository: true,
      immutableIn: 'team/app',
      provenance: true,
    })
    expect(knownRefusals(registry({}), all, oneDayMs)).toEqual(none)
  })
})
