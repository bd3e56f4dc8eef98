import { expect, it } from 'vitest'
import { createEvents } from '../../../electron/core/events/events.ts'
import { quietLogger } from '../../support/quiet-logger.ts'

const registryId = 'one'

it('tells each listener at once, in the order in which they began to listen, until it has enough', () => {
  const events = createEvents(quietLogger)
  const told: string[] = []
  const stop = events.listen('sign-in-ended', event => void told.push(`a ${event.registryId}`))
  events.listen('sign-in-ended', event => void told.push(`b ${event.registryId}`))
  void events.tell('sign-in-ended', { registryId })
  expect(told).toEqual(['a one', 'b one'])
  stop()
  void events.tell('sign-in-ended', { registryId })
  void events.tell('contents-forgotten', { registryId })
  expect(told).toEqual(['a one', 'b one', 'b one'])
})

it('is told when the slowest listener is done with it', async () => {
  const events = createEvents(quietLogger)
  const slow = Promise.withResolvers<void>()
  events.listen('sign-in-ended', () => slow.promise)
  let isOver = false
  const telling = events.tell('sign-in-ended', { registryId }).then(() => (isOver = true))
  await Promise.resolve()
  expect(isOver).toBe(false)
  slow.resolve()
  await telling
  expect(isOver).toBe(true)
})

it('a listener that fails spoils neither the others nor the one who tells, and is logged', async () => {
  const logged: unknown[] = []
  const events = createEvents({
    ...quietLogger,
    log: (level, event, fields) => void logged.push([level, event, fields?.['kind']]),
  })
  const told: string[] = []
  events.listen('contents-forgotten', () => {
    throw new Error('at once')
  })
  events.listen('contents-forgotten', () => Promise.reject(new Error('later')))
  events.listen('contents-forgotten', () => void told.push('third'))
  await events.tell('contents-forgotten', { registryId })
  expect(told).toEqual(['third'])
  const failed = ['error', 'event-listener-failed', 'contents-forgotten']
  expect(logged).toEqual([failed, failed])
})
