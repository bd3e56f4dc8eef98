import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { OwnArchive } from '../../support/archives/own/own-archive.ts'
import { startDockerRegistry } from '../../support/docker-registry/docker-registry.ts'
import type { OwnGolden } from '../../support/goldens/own-goldens.ts'
import { askBoth, type HelmJudges } from './helm-judges.ts'
import { pushWithHelm } from './push-with-helm.ts'

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** Both helms push each archive into a registry that nobody here wrote. */
export const ownArchivesByHelm = async (
  judges: HelmJudges,
  archives: readonly OwnArchive[],
): Promise<OwnGolden[]> => {
  const registry = await startDockerRegistry({ auth: 'none', release: 3 })
  const scratch = await mkdtemp(path.join(tmpdir(), 'own-archives-'))
  const goldens: OwnGolden[] = []
  try {
    for (const [at, { name, ...own }] of archives.entries()) {
      const archive = own.archive()
      const provenance = own.provenance?.(sha256(archive))
      const said = await askBoth(judges, async (helm, judge) => {
        const folder = path.join(scratch, `${at}-${judge}`)
        await mkdir(folder)
        // A namespace each: archives of one chart must not move each other's tag.
        const place = { host: registry.host, namespace: `${judge}/a${at}` }
        return pushWithHelm({ helm, ...place, folder, name, archive, provenance })
      })
      goldens.push({
        name,
        sha256: sha256(archive),
        sizeBytes: archive.length,
        ...(provenance !== undefined && { provenanceSha256: sha256(provenance) }),
        ...said,
      })
    }
  } finally {
    await registry.stop()
    await rm(scratch, { recursive: true })
  }
  return goldens
}
