import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { hashState, parseProvenance } from '../../electron/core/archive/provenance.ts'
import { readArchiveDigest, sharedFolder } from '../support/archives/chart-goldens.ts'
import { tellCases } from '../support/golden-cases.ts'

const shared = sharedFolder()

type Verdict = { readonly ok: boolean; readonly says: string }
type Verified = {
  readonly keyrings: readonly string[]
  readonly rows: readonly ({ readonly prov: string } & Readonly<Record<string, Verdict | string>>)[]
}

/** What helm says of the sums, where any keyring got it that far. */
const helmHash = (verdicts: readonly Verdict[]): string => {
  if (verdicts.some(({ ok }) => ok)) return 'matches'
  const says = verdicts.map(verdict => verdict.says).join('\n')
  if (says.includes('sha256 sum does not match')) return 'differs'
  return says.includes('does not contain a SHA for') ? 'absent' : 'unknown'
}

describe.skipIf(shared === undefined)('the sums of real provenance files', () => {
  test('match, differ or are absent, as helm verify says where a key at hand let it look', async context => {
    const charts = path.join(shared ?? '', 'charts')
    const text = await readFile(path.join(charts, 'derived/helm-verify.json'), 'utf8')
    const { keyrings, rows } = JSON.parse(text) as Verified
    tellCases(context, 'charts/derived/helm-verify.json', rows.length)
    const known = { matches: 0, differs: 0, absent: 0 }
    for (const row of rows) {
      const file = path.join(charts, row.prov)
      const archive = file.replace(/\.prov$/, '')
      const facts = parseProvenance(await readFile(file, 'utf8'))
      const hash = hashState(facts, archive, await readArchiveDigest(archive))
      const verdicts = keyrings
        .map(ring => row[ring])
        .filter(verdict => typeof verdict === 'object')
      const expected = helmHash(verdicts)
      if (expected !== 'unknown') expect(`${row.prov} ${hash}`).toBe(`${row.prov} ${expected}`)
      known[hash] += 1
    }
    // Each kind is among them.
    expect(Object.values(known).every(count => count > 0)).toBe(true)
  })
})
