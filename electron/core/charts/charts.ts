import { AppError, isAppError } from '../../../shared/errors.ts'
import type { Input, Output } from '../../../shared/ipc/contract.ts'
import type { Chart, ChartSource, ManifestView } from '../../../shared/ipc/schemas/charts.ts'
import { parseDigest } from '../../../shared/model/digest.ts'
import type { InspectedArchive } from '../archive/types.ts'
import type { ChartReader, KnownArchive } from '../parser/chart-reader.ts'
import { requireChart } from '../helm/chart-version.ts'
import { readChartConfig } from '../versions/read-details.ts'
import { archiveImage } from './archive-image.ts'
import { chartArchive } from './chart-archive.ts'
import { configMismatch } from './config-mismatch.ts'
import type { DraftArchives } from './draft-archives.ts'
import { manifestWarnings, viewManifest } from './manifest-view.ts'
import { memberFileName } from './member-file-name.ts'
import type { SaveFile } from './save-file.ts'
import type { VersionContents, VersionLocation } from './version-contents.ts'

type FileInput = Input<'charts.file'>

/** Reads charts: versions of registries and dropped archives alike. */
export type Charts = {
  read(source: ChartSource, signal: AbortSignal): Promise<Chart>
  manifest(location: VersionLocation, signal: AbortSignal): Promise<ManifestView>
  file(input: FileInput, signal: AbortSignal): Promise<Output<'charts.file'>>
  image(input: FileInput, signal: AbortSignal): Promise<Output<'charts.image'>>
  saveFile(input: FileInput, signal: AbortSignal): Promise<Output<'charts.saveFile'>>
}

type Deps = {
  readonly versions: VersionContents
  readonly drafts: DraftArchives
  readonly reader: ChartReader
  readonly saveFile: SaveFile
}

/** An archive on this machine, and what is known of it beside its bytes. */
type Opened = { readonly archive: KnownArchive } & Pick<Chart, 'hasProvenance' | 'warnings'>

export const createCharts = ({ versions, drafts, reader, saveFile }: Deps): Charts => {
  const openRemote = (location: VersionLocation, signal: AbortSignal): Promise<Opened> =>
    versions.open(location, signal, async (version, { registryId, repository, cache }) => {
      const { archive, provenance } = requireChart(version.chart)
      const path = () => chartArchive(cache, registryId, repository, archive, signal)
      const { digest } = archive
      const hasProvenance = provenance !== undefined
      return { archive: { digest, path }, hasProvenance, warnings: manifestWarnings(version) }
    })

  const open = async (source: ChartSource, signal: AbortSignal): Promise<Opened> =>
    source.from === 'draft'
      ? { ...drafts.get(source.draftId), warnings: [] }
      : openRemote(source, signal)

  /** What the config and the tag say that the archive does not. */
  const compare = (location: VersionLocation, archive: InspectedArchive, signal: AbortSignal) =>
    versions.open(location, signal, async (version, { contents }) => {
      const { config } = requireChart(version.chart)
      const tag = parseDigest(location.reference) ? undefined : location.reference
      const facts = readChartConfig(await contents.blob(config, signal))
      return configMismatch(archive.metadata, facts, tag)
    })

  return {
    read: async (source, signal) => {
      const { archive, hasProvenance, warnings } = await open(source, signal)
      const inspected = await reader.inspect(archive, { signal })
      const odd = source.from === 'draft' ? [] : await compare(source, inspected, signal)
      return {
        ...chartOf(inspected),
        hasProvenance,
        warnings: [...odd, ...warnings, ...inspected.warnings],
      }
    },
    manifest: (location, signal) =>
      versions.open(location, signal, async (version, { contents }) => {
        const config = version.kind === 'chart' ? version.manifest?.document.config : undefined
        const bytes = config && contents.blob(config, signal).catch(noneWhereLost)
        return viewManifest(version, await bytes)
      }),
    file: async ({ source, index }, signal) =>
      reader.file((await open(source, signal)).archive, index, { signal }),
    image: async ({ source, index }, signal) =>
      archiveImage(await reader.bytes((await open(source, signal)).archive, index, { signal })),
    saveFile: async ({ source, index }, signal) => {
      const { archive } = await open(source, signal)
      const { files } = await reader.inspect(archive, { signal })
      const member = files.find(file => file.index === index)
      if (!member) throw new AppError('not-found', 'member')
      return saveFile(memberFileName(member.path), await reader.bytes(archive, index, { signal }))
    },
  }
}

/** A config the registry has lost is no reason to hide the manifest that names it. */
const noneWhereLost = (error: unknown): undefined => {
  if (!isAppError(error) || error.code !== 'not-found') throw error
}

const chartOf = (inspected: InspectedArchive): Omit<Chart, 'hasProvenance' | 'warnings'> => {
  const { metadata, files, readme, values, chartYaml, hasSchema } = inspected
  const { archiveDigest, archiveSizeBytes, unpackedSizeBytes } = inspected
  return {
    metadata,
    files: [...files],
    ...(readme && { readme }),
    ...(values && { values }),
    chartYaml,
    hasSchema,
    archiveDigest,
    archiveSizeBytes,
    unpackedSizeBytes,
  }
}
