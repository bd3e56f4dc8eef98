import { describe, expect, it } from 'vitest'
import { checkRights } from '../../../electron/core/transfers/push/push-checks.ts'
import type { Capability } from '../../../shared/ipc/schemas/capabilities.ts'
import { allowedAnonymously } from '../../../shared/model/anonymous-push.ts'

const pushed = (as?: string): Capability => ({
  name: 'artifact-types',
  state: 'works',
  value: 'accepted',
  params: { count: 1, types: 'charts' },
  foundBy: 'push',
  foundAtMs: 7,
  exchange: {
    id: '1',
    method: 'PUT',
    url: 'http://reg.example/v2/a/manifests/1',
    ...(as !== undefined && { as }),
    startedAtMs: 1,
    tookMs: 1,
    request: { headers: [] },
    response: { status: 201, headers: [], bodyBytes: 0, bodyCut: false },
  },
})
const remote = { kind: 'remote' } as const

describe('what is allowed without a sign-in', () => {
  it('is a push only where one was seen that nobody signed', () => {
    const page = { registry: remote, vendor: undefined }
    expect(allowedAnonymously({ ...page, capabilities: [] })).toEqual({ kind: 'unknown' })
    expect(allowedAnonymously({ ...page, capabilities: [pushed()] })).toEqual({
      kind: 'push',
      atMs: 7,
    })
    expect(allowedAnonymously({ ...page, capabilities: [pushed('ann')] })).toEqual({
      kind: 'unknown',
    })
  })

  it('is none at a vendor that takes none, and all at the own registry', () => {
    expect(allowedAnonymously({ registry: remote, vendor: 'ghcr', capabilities: [] })).toEqual({
      kind: 'no-push',
    })
    expect(
      allowedAnonymously({ registry: { kind: 'local' }, vendor: 'chartroom', capabilities: [] }),
    ).toEqual({ kind: 'own' })
  })
})

it('the review knows that the own registry takes what is pushed from here', () => {
  const ours = checkRights('unknown', 'h', { refusesAnonymous: false, isOurs: true })
  expect(ours).toMatchObject({ state: 'passed', key: 'ours' })
  const other = checkRights('unknown', 'h', { refusesAnonymous: false, isOurs: false })
  expect(other).toMatchObject({ state: 'notice', key: 'unknown' })
})
