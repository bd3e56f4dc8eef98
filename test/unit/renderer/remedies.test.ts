import { describe, expect, it } from 'vitest'
import { remediesOf } from '../../../renderer/lib/remedies.ts'
import { AppError } from '../../../shared/errors.ts'

describe('what helps a request that failed', () => {
  it.each([
    // A keychain that is gone is gone the next time too.
    [new AppError('keychain-unavailable', 'no-keychain'), ['sign-in', 'try-again']],
    [
      new AppError('keychain-unavailable', 'missing-library', { package: 'libsecret-1-0' }),
      ['sign-in', 'try-again'],
    ],
    [new AppError('keychain-unavailable', 'corrupt'), ['sign-in', 'try-again']],
    [new AppError('keychain-unavailable', 'locked'), ['try-again', 'sign-in']],
    [new AppError('keychain-unavailable', 'slow'), ['try-again', 'sign-in']],
    [new AppError('forbidden', 'denied'), ['sign-in', 'try-again']],
    [new AppError('untrusted-certificate', 'not-trusted'), ['certificate', 'try-again']],
    [new AppError('unreachable', 'timed-out'), ['try-again']],
    [new Error('anything'), ['try-again']],
  ] as const)('%s: %j', (error, remedies) => {
    expect(remediesOf(error, true)).toEqual(remedies)
  })

  it('is no sign-in where there is nothing to sign in to', () => {
    expect(remediesOf(new AppError('keychain-unavailable', 'no-keychain'), false)).toEqual([
      'try-again',
    ])
  })
})
