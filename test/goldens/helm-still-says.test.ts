import { describe, expect, test } from 'vitest'
import { findHelmJudges } from '../judges/helm/helm-judges.ts'
import { ownArchivesByHelm } from '../judges/helm/own-archives-by-helm.ts'
import { rangesByHelm } from '../judges/helm/ranges-by-helm.ts'
import { ownArchives } from '../support/archives/own/own-archives.ts'
import { hasDockerRegistry } from '../support/docker-registry/docker-registry.ts'
import { readOwnGoldens } from '../support/goldens/own-goldens.ts'
import { readRangeGoldens } from '../support/goldens/range-goldens.ts'

// A sample of what was recorded; `npm run test:peers` asks for all of it.

const judges = hasDockerRegistry('none', 3) ? findHelmJudges() : undefined
/** Never asked: what needs them is skipped. */
const absent = { helm3: '', helm4: '' }

describe.skipIf(judges === undefined)('helm 3, helm 4 and distribution 3', () => {
  test('push and refuse archives as was recorded', async () => {
    const sample = new Set(['as-helm-packs', 'provenance', 'text-odd', 'file-of-6-MiB', 'gzip-cut'])
    const goldens = (await readOwnGoldens()).filter(({ name }) => sample.has(name))
    const asked = ownArchives.filter(({ name }) => sample.has(name))
    expect(goldens).toHaveLength(sample.size)
    expect(await ownArchivesByHelm(judges ?? absent, asked)).toEqual(goldens)
  })

  test('take the tags that were recorded', async () => {
    const { tags, rows } = readRangeGoldens()
    const sample = rows.filter((_, at) => at % 30 === 0)
    const ranges = sample.map(({ range }) => range)
    expect(await rangesByHelm(judges ?? absent, tags, ranges)).toEqual(sample)
  })
})
