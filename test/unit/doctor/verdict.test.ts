import { describe, expect, it } from 'vitest'
import type { Stop } from '../../../electron/core/doctor/step-runner.ts'
import { isWorthAnonymous, verdictOf } from '../../../electron/core/doctor/verdict.ts'
import { AppError } from '../../../shared/errors.ts'

const stops = {
  noName: { step: 'dns', error: new AppError('unreachable', 'name-not-found') },
  noTrust: { step: 'tls', error: new AppError('untrusted-certificate', 'not-trusted') },
  clientCertificate: {
    step: 'v2',
    error: new AppError('untrusted-certificate', 'client-certificate'),
  },
  webPage: { step: 'v2', error: new AppError('unsupported', 'not-a-registry') },
  tooOften: { step: 'token', error: new AppError('rate-limited', 'try-later') },
  notAgreed: { step: 'challenge', error: new AppError('unauthorized', 'realm-not-agreed') },
  wrongPassword: { step: 'token', error: new AppError('unauthorized', 'sign-in-refused') },
  lockedKeychain: { step: 'token', error: new AppError('keychain-unavailable', 'locked') },
  brokenService: { step: 'token', error: new AppError('unreachable', 'server-error') },
  noRight: { step: 'repository', error: new AppError('forbidden', 'denied') },
  firewall: { step: 'v2', error: new AppError('forbidden', 'denied') },
  network: { step: 'token', error: new AppError('forbidden', 'network-not-allowed') },
  unpaid: { step: 'repository', error: new AppError('forbidden', 'payment-needed') },
  missing: { step: 'repository', error: new AppError('not-found', 'repository') },
  odd: { step: 'repository', error: new AppError('unexpected', 'answer') },
} as const satisfies Record<string, Stop>

describe('the verdict', () => {
  it.each([
    ['noName', true, 'not-run', 'not-reachable'],
    ['noTrust', true, 'not-run', 'not-reachable'],
    ['clientCertificate', true, 'not-run', 'not-reachable'],
    ['webPage', true, 'not-run', 'registry-is-the-problem'],
    ['tooOften', true, 'not-run', 'rate-limited'],
    ['wrongPassword', true, 'well', 'sign-in-is-the-problem'],
    ['wrongPassword', true, 'noRight', 'needs-sign-in'],
    ['notAgreed', true, 'well', 'sign-in-is-the-problem'],
    ['notAgreed', true, 'noRight', 'needs-sign-in'],
    ['lockedKeychain', true, 'well', 'sign-in-is-the-problem'],
    ['lockedKeychain', true, 'noRight', 'needs-sign-in'],
    ['brokenService', true, 'brokenService', 'registry-is-the-problem'],
    ['brokenService', true, 'well', 'sign-in-is-the-problem'],
    ['noRight', true, 'noRight', 'no-right-or-missing'],
    ['noRight', false, 'not-run', 'needs-sign-in'],
    ['firewall', true, 'not-run', 'registry-is-the-problem'],
    ['firewall', false, 'not-run', 'registry-is-the-problem'],
    ['network', true, 'network', 'registry-is-the-problem'],
    ['network', true, 'well', 'sign-in-is-the-problem'],
    ['unpaid', false, 'not-run', 'registry-is-the-problem'],
    ['missing', true, 'missing', 'no-right-or-missing'],
    ['missing', false, 'not-run', 'no-right-or-missing'],
    ['odd', true, 'odd', 'unclear'],
  ] as const)('of %s, signed in: %s, as nobody: %s, is %s', (saved, signedIn, other, verdict) => {
    const anonymous = other === 'well' || other === 'not-run' ? other : stops[other]
    expect(verdictOf({ signedIn, saved: stops[saved], anonymous })).toBe(verdict)
  })

  it('is that all is well where nothing stopped', () => {
    expect(verdictOf({ signedIn: true, saved: undefined, anonymous: 'not-run' })).toBe('all-well')
  })
})

it('looks as nobody only where a sign-in was in question, and never adds to too many requests', () => {
  const worth = Object.entries(stops).filter(([, stop]) => isWorthAnonymous(stop))
  expect(worth.map(([name]) => name)).toEqual([
    'notAgreed',
    'wrongPassword',
    'lockedKeychain',
    'brokenService',
    'noRight',
    'network',
    'unpaid',
    'missing',
    'odd',
  ])
})
