import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { chartArchive } from '../support/archives/chart-archive.ts'
import { mediaType } from '../../shared/model/media-types.ts'

// docker-registry's own folder layout, written directly: pushing 10,000 tags takes half a minute, this two seconds.

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const put = async (file: string, content: Uint8Array | string) => {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, content)
}

/** A chart that helm loads, so that `helm show chart` does its whole work. */
const archiveOf = (name: string) =>
  chartArchive({ [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n` })

type Blob = { readonly hex: string; readonly size: number }

export const createDockerData = (dataFolder: string) => {
  const root = path.join(dataFolder, 'docker', 'registry', 'v2')
  const repositoryFolder = (repository: string) => path.join(root, 'repositories', repository)

  const blob = async (bytes: Uint8Array): Promise<Blob> => {
    const hex = sha256(bytes)
    await put(path.join(root, 'blobs', 'sha256', hex.slice(0, 2), hex, 'data'), bytes)
    return { hex, size: bytes.byteLength }
  }
  const layer = async (repository: string, bytes: Uint8Array): Promise<Blob> => {
    const written = await blob(bytes)
    const link = path.join(repositoryFolder(repository), '_layers', 'sha256', written.hex, 'link')
    await put(link, `sha256:${written.hex}`)
    return written
  }
  const manifest = async (repository: string, config: Blob, chart: Blob, version: string) => {
    const body = {
      schemaVersion: 2,
      config: {
        mediaType: mediaType.helmConfig,
        digest: `sha256:${config.hex}`,
        size: config.size,
      },
      layers: [{ mediaType: mediaType.helmChart, digest: `sha256:${chart.hex}`, size: chart.size }],
      annotations: {
        'org.opencontainers.image.created': '2026-01-01T00:00:00Z',
        'org.opencontainers.image.title': path.basename(repository),
        'org.opencontainers.image.version': version,
      },
    }
    const written = await blob(new TextEncoder().encode(JSON.stringify(body)))
    const manifests = path.join(repositoryFolder(repository), '_manifests')
    await put(
      path.join(manifests, 'revisions', 'sha256', written.hex, 'link'),
      `sha256:${written.hex}`,
    )
    return written
  }
  const tag = async (repository: string, name: string, { hex }: Blob) => {
    const folder = path.join(repositoryFolder(repository), '_manifests', 'tags', name)
    await put(path.join(folder, 'current', 'link'), `sha256:${hex}`)
    await put(path.join(folder, 'index', 'sha256', hex, 'link'), `sha256:${hex}`)
  }
  const config = (repository: string, name: string, version: string) =>
    layer(
      repository,
      new TextEncoder().encode(
        JSON.stringify({
          name,
          version,
          description: 'A chart to measure with',
          apiVersion: 'v2',
          appVersion: version,
        }),
      ),
    )

  return {
    /** One chart under many tags; `distinct` makes a manifest and a config for each. */
    chartWithTags: async (repository: string, tags: readonly string[], distinct: boolean) => {
      const name = path.basename(repository)
      const chart = await layer(repository, archiveOf(name))
      let written: Blob | undefined
      for (const version of tags) {
        if (written === undefined || distinct) {
          written = await manifest(
            repository,
            await config(repository, name, version),
            chart,
            version,
          )
        }
        await tag(repository, version, written)
      }
    },
    repositories: async (names: readonly string[]) => {
      for (const name of names) {
        const chart = await layer(name, new TextEncoder().encode('chart'))
        const written = await manifest(name, await config(name, 'c', '1.0.0'), chart, '1.0.0')
        await tag(name, '1.0.0', written)
      }
    },
  }
}

/** `1.0.0` … : as many SemVer tags as asked for. */
export const versionTags = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${Math.floor(index / 100)}.${index % 100}.0`)
