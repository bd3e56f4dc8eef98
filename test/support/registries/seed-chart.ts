import { mediaType } from '../../../shared/model/media-types.ts'
import { chartArchive } from '../archives/chart-archive.ts'
import { digestOf, type Rig } from '../local-registry/registry-rig.ts'

export type SeededChart = { readonly digest: string; readonly archive: Buffer }

export const archiveOf = (name: string, version: string): Buffer =>
  chartArchive({
    [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: ${version}\nappVersion: "9"\n`,
    [`${name}/values.yaml`]: 'replicas: 1\n',
  })

/** Puts a chart into the built-in registry as helm would, past the vendor's hooks. */
export const seedChart = async (
  registry: Rig,
  repository: string,
  version: string,
): Promise<SeededChart> => {
  const name = repository.split('/').at(-1) ?? ''
  const archive = archiveOf(name, version)
  const metadata = { name, version, apiVersion: 'v2', appVersion: '9' }
  const config = await registry.pushBlob(repository, JSON.stringify(metadata))
  const layer = await registry.pushBlob(repository, archive)
  const manifest = {
    schemaVersion: 2,
    config: { ...config, mediaType: mediaType.helmConfig },
    layers: [{ ...layer, mediaType: mediaType.helmChart }],
    annotations: { 'org.opencontainers.image.title': name },
  }
  const answer = await registry.putManifest(repository, version.replace('+', '_'), manifest)
  if (answer.status !== 201) throw new Error(`not seeded: ${answer.status}`)
  return { digest: digestOf(JSON.stringify(manifest)), archive }
}
