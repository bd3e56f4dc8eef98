import { describe, expect, it } from 'vitest'
import {
  canCaFileHelp,
  fingerprintLines,
  problemsOf,
  topOf,
} from '../../../renderer/components/connection-form/certificate-checks.ts'
import {
  certificateProblem,
  type Certificate,
} from '../../../shared/ipc/schemas/connection-settings.ts'

const certificate = (subject: string, issuer: string): Certificate => ({
  subject,
  issuer,
  names: [],
  validFromMs: 0,
  validToMs: 1,
  sha256: Array.from({ length: 32 }, () => 'AB').join(':'),
})

describe('what is wrong with a certificate', () => {
  it('stands in exactly one of its rows, whatever it is', () => {
    const facts = ['issuer', 'names', 'valid', 'fingerprint', 'other'] as const
    for (const problem of certificateProblem.options) {
      const rows = facts.filter(fact => problemsOf({ problems: [problem] }, fact).length > 0)
      expect(rows, problem).toHaveLength(1)
    }
  })

  it.each([
    [['unknown-issuer'], true],
    [['self-signed'], true],
    [['incomplete-chain'], true],
    [['pin-differs'], true],
    [['unknown-issuer', 'expired'], false],
    [['wrong-host'], false],
    [['weak'], false],
    [['other'], false],
    [[], false],
  ] as const)('%j can be mended by a CA file: %s', (problems, isMended) => {
    expect(canCaFileHelp({ problems: [...problems] })).toBe(isMended)
  })

  it('names the root where it was sent, else who stands above the last one', () => {
    const leaf = certificate('registry', 'Issuing')
    const issuing = certificate('Issuing', 'Root')
    const root = certificate('Root', 'Root')
    expect(topOf([leaf, issuing, root])).toEqual({ name: 'Root', isRoot: true })
    expect(topOf([leaf, issuing])).toEqual({ name: 'Root', isRoot: false })
    expect(topOf([leaf])).toEqual({ name: 'Issuing', isRoot: false })
  })

  it('shows its fingerprint as two lines of 16 pairs that lose nothing', () => {
    const pairs = Array.from({ length: 32 }, (_, at) => at.toString(16).padStart(2, '0'))
    const [above, below] = fingerprintLines(pairs.join(':'))
    expect(above.split(':')).toEqual(pairs.slice(0, 16))
    expect(below.split(':')).toEqual(pairs.slice(16))
  })
})
