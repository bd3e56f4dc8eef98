import { isDeepStrictEqual } from 'node:util'
import { ensureGoTool } from '../../scripts/lib/tools.ts'
import { findHelmJudges, helmNames } from '../judges/helm/helm-judges.ts'
import { ownArchivesByHelm } from '../judges/helm/own-archives-by-helm.ts'
import { rangesByHelm } from '../judges/helm/ranges-by-helm.ts'
import { ownArchives } from '../support/archives/own/own-archives.ts'
import { hasDockerRegistry } from '../support/docker-registry/docker-registry.ts'
import { readOwnGoldens } from '../support/goldens/own-goldens.ts'
import { readRangeGoldens } from '../support/goldens/range-goldens.ts'

/** Whether helm 3 and helm 4 still say what test/goldens says they do. Returns the exit code. */
export const compareRecorded = async (): Promise<number> => {
  for (const name of [...helmNames, 'distribution3'] as const) ensureGoTool(name)
  const judges = findHelmJudges()
  if (judges === undefined || !hasDockerRegistry('none', 3)) {
    console.log('skipped: what was recorded needs helm 3, helm 4 and distribution 3')
    return 0
  }
  const { tags, rows } = readRangeGoldens()
  const ranges = rows.map(({ range }) => range)
  const differences = [
    ...compare(await readOwnGoldens(), await ownArchivesByHelm(judges, ownArchives)),
    ...compare(rows, await rangesByHelm(judges, tags, ranges)),
  ]
  for (const { recorded, now } of differences) {
    console.log(`recorded: ${JSON.stringify(recorded)}\nnow:      ${JSON.stringify(now)}`)
  }
  const total = ownArchives.length + rows.length
  console.log(`${total} recorded rows asked of helm again, ${differences.length} different`)
  return differences.length === 0 ? 0 : 1
}

const compare = (recorded: readonly object[], now: readonly object[]) =>
  Array.from({ length: Math.max(recorded.length, now.length) }, (_, at) => ({
    recorded: recorded[at],
    now: now[at],
  })).filter(row => !isDeepStrictEqual(row.recorded, row.now))
