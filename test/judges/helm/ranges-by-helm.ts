import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from '../../peers/run-program.ts'
import { asHelmPacks } from '../../support/archives/own/own-archive.ts'
import { startDockerRegistry } from '../../support/docker-registry/docker-registry.ts'
import type { RangeGoldens, RangeRow } from '../../support/goldens/range-goldens.ts'
import { askBoth, type HelmJudges } from './helm-judges.ts'
import { pushWithHelm } from './push-with-helm.ts'

/** Both helms pull `web` by each range, from a repository for each list of tags. */
export const rangesByHelm = async (
  judges: HelmJudges,
  tags: RangeGoldens['tags'],
  ranges: readonly string[],
): Promise<RangeRow[]> => {
  // Release 3 lists tags in the order of the specification: it decides between versions that differ in their build.
  const registry = await startDockerRegistry({ auth: 'none', release: 3 })
  const scratch = await mkdtemp(path.join(tmpdir(), 'ranges-'))
  const rows: RangeRow[] = []
  try {
    await publish(judges.helm3, registry.host, tags, scratch)
    for (const range of ranges) {
      const answers: Record<string, string> = {}
      for (const list of Object.keys(tags)) {
        const said = await askBoth(judges, async (helm, judge) => {
          const folder = path.join(scratch, judge)
          const pulled = await pull(helm, `${registry.host}/${list}/web`, range, folder)
          await rm(folder, { recursive: true })
          return pulled
        })
        answers[list] =
          'helm3' in said ? `helm 3: ${said.helm3}; helm 4: ${said.helm4}` : said['helm3 and helm4']
      }
      rows.push({ range, ...answers })
    }
  } finally {
    await registry.stop()
    await rm(scratch, { recursive: true })
  }
  return rows
}

/** One chart under every tag: what is asked is which tag is taken. */
const publish = async (helm: string, host: string, tags: RangeGoldens['tags'], folder: string) => {
  for (const [namespace, names] of Object.entries(tags)) {
    const [version = '', ...others] = names
    const archive = asHelmPacks({
      'Chart.yaml': `apiVersion: v2\nname: web\nversion: ${version}\n`,
    })
    const input = { helm, host, namespace, folder, name: 'web', archive, provenance: undefined }
    const pushed = await pushWithHelm(input)
    if ('error' in pushed) throw new Error(pushed.error)
    for (const name of others) {
      const { status } = await fetch(`http://${host}/v2/${namespace}/web/manifests/${name}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/vnd.oci.image.manifest.v1+json' },
        body: pushed.manifest,
      })
      if (status !== 201) throw new Error(`${name}: ${status}`)
    }
  }
}

/** As the rows say it: the tag that was taken, or why none was. */
const pull = async (
  helm: string,
  chart: string,
  range: string,
  folder: string,
): Promise<string> => {
  await mkdir(folder, { recursive: true })
  const args = ['pull', `oci://${chart}`, `--version=${range}`, '--plain-http', '-d', folder]
  const { status, stdout, stderr } = await run(helm, args, {
    fails: true,
    env: { HOME: folder, PATH: process.env['PATH'], TZ: 'UTC' },
  })
  const said = stdout + stderr
  const taken = /^Pulled: \S+:([^:\s]+)$/m.exec(said)?.[1]
  if (status === 0 && taken !== undefined) return `takes ${taken}`
  const missing = /\/web:(\S+): not found$/m.exec(said)?.[1]
  if (missing !== undefined) return `no tag ${missing}`
  if (said.includes('improper constraint')) return 'no range'
  if (/could not locate a version matching/i.test(said)) return 'no match'
  throw new Error(`--version=${range}: ${said}`)
}
