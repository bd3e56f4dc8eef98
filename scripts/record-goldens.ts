import { spawnSync } from 'node:child_process'
import { findHelmJudges, helmNames, type HelmName } from '../test/judges/helm/helm-judges.ts'
import { ownArchivesByHelm } from '../test/judges/helm/own-archives-by-helm.ts'
import { pushedAt } from '../test/judges/helm/push-with-helm.ts'
import { rangesByHelm } from '../test/judges/helm/ranges-by-helm.ts'
import { ownArchives } from '../test/support/archives/own/own-archives.ts'
import { hasDockerRegistry } from '../test/support/docker-registry/docker-registry.ts'
import { writeOwnGoldens } from '../test/support/goldens/own-goldens.ts'
import { readRangeGoldens, writeRangeGoldens } from '../test/support/goldens/range-goldens.ts'
import { ensureGoTool, goTools } from './lib/tools.ts'

// `npm run record:goldens [archives|ranges]`: asks helm 3 and helm 4 again, and writes what they say to test/goldens.
// A new range or list of tags is written there by hand first, with any answer.

for (const name of [...helmNames, 'distribution3'] as const) ensureGoTool(name)
const judges = findHelmJudges()
if (judges === undefined || !hasDockerRegistry('none', 3)) {
  console.error('Recording needs helm 3, helm 4 and distribution 3.')
  process.exit(1)
}

/** Built by Go it knows its first two numbers only. */
const versionOf = (name: HelmName, program: string): string => {
  const args = ['version', '--template', '{{.Version}}']
  const said = spawnSync(program, args, { encoding: 'utf8' }).stdout
  const pinned = goTools[name].module.split('@')[1] ?? ''
  return pinned.startsWith(`${said}.`) ? pinned : said
}

const helm = helmNames.map(name => versionOf(name, judges[name]))
const asked = process.argv[2]

if (asked === undefined || asked === 'archives') {
  const rows = await ownArchivesByHelm(judges, ownArchives)
  await writeOwnGoldens({ helm, created: pushedAt }, rows)
  console.log(`${rows.length} archives recorded`)
}

if (asked === undefined || asked === 'ranges') {
  const { tags, rows } = readRangeGoldens()
  const ranges = rows.map(({ range }) => range)
  const recorded = await rangesByHelm(judges, tags, ranges)
  writeRangeGoldens({ helm, tags, rows: recorded })
  console.log(`${recorded.length * Object.keys(tags).length} answers to ranges recorded`)
}
