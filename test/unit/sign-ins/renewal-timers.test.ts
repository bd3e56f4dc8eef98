import { expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { createRenewalTimers } from '../../../electron/core/sign-ins/renewal-timers.ts'
import type { SavedRegistry } from '../../../electron/core/store/saved-registries.ts'
import { createTestClock } from '../../support/fault-registry/test-clock.ts'
import { quietLogger } from '../../support/quiet-logger.ts'

const minuteMs = 60_000
const turn = () => new Promise(resolve => setImmediate(resolve))

const start = (renew: () => Promise<unknown> = async () => undefined) => {
  const clock = createTestClock()
  const renewed: string[] = []
  const timers = createRenewalTimers({
    clock,
    logger: quietLogger,
    renew: async saved => {
      renewed.push(saved.id)
      await renew()
    },
  })
  const registry = (account: string, minutes: number): SavedRegistry => ({
    id: `of ${account}`,
    name: 'a',
    host: 'a.example',
    path: '',
    kind: 'remote',
    plainHttp: false,
    realm: undefined,
    connection: {},
    addedAtMs: 0,
    signIn: {
      username: 'AWS',
      place: 'elsewhere',
      account,
      source: { kind: 'command', command: 'aws' },
      expiresAtMs: clock.now() + minutes * minuteMs,
    },
  })
  const pass = async (minutes: number) => {
    clock.advance(minutes * minuteMs)
    await turn()
  }
  return { timers, registry, renewed, pass }
}

it('renews twenty minutes before the end, once', async () => {
  const { timers, registry, renewed, pass } = start()
  timers.set(registry('a', 60))
  await pass(39)
  expect(renewed).toEqual([])
  await pass(1)
  expect(renewed).toEqual(['of a'])
  await pass(60)
  expect(renewed).toEqual(['of a'])
})

it('counts from the last end that it was told', async () => {
  const { timers, registry, renewed, pass } = start()
  timers.set(registry('a', 60))
  timers.set(registry('a', 120))
  await pass(41)
  expect(renewed).toEqual([])
})

it('leaves what is due already to its next use', async () => {
  const { timers, registry, renewed, pass } = start()
  timers.set(registry('a', 20))
  timers.set(registry('b', -5))
  await pass(60)
  expect(renewed).toEqual([])
})

it('ends with its sign-in, and with the program', async () => {
  const { timers, registry, renewed, pass } = start()
  timers.set(registry('a', 60))
  timers.set(registry('b', 60))
  timers.set(registry('c', 60))
  timers.clear('a')
  await pass(39)
  timers.clear('b')
  timers.clearAll()
  await pass(60)
  expect(renewed).toEqual([])
})

it('that fails is left to the next use', async () => {
  const { timers, registry, renewed, pass } = start(async () => {
    throw new AppError('unauthorized', 'command-failed')
  })
  timers.set(registry('a', 60))
  await pass(60)
  await pass(60)
  expect(renewed).toEqual(['of a'])
})
