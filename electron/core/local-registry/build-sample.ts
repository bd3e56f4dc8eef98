import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { type ChartFile, writeChartArchive } from './chart-writer.ts'

const rowSchema = z
  .object({
    version: z.string(),
    created: z.iso.datetime(),
    /** Files that this version does not have. */
    leaveOut: z.array(z.string()).default([]),
    /** Other samples that lie in charts/, by name and version. */
    vendors: z.array(z.tuple([z.string(), z.string()])).default([]),
    provenance: z.string().optional(),
  })
  .catchall(z.string())

/** One version of a sample; every other word of the row takes the place of `@word@` in the sources. */
export type SampleRow = z.infer<typeof rowSchema>

export type Sample = {
  readonly name: string
  readonly version: string
  readonly created: Date
  readonly archive: Uint8Array
  readonly chartYaml: string
  readonly provenance?: Uint8Array
}

// Of these alone the words are replaced: templates are full of @ that mean something else.
const filledFiles = ['Chart.yaml', 'README.md', 'values.yaml']
const defaults = { appVersion: '', deprecated: 'false' }

/** Names of the sample charts: the folders that have a table of versions. */
export const listSamples = async (samplesDir: string): Promise<string[]> => {
  const entries = await readdir(samplesDir, { withFileTypes: true })
  return entries
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

export const readSampleRows = async (samplesDir: string, name: string): Promise<SampleRow[]> => {
  const text = await readFile(path.join(samplesDir, name, 'versions.json'), 'utf8')
  return z.array(rowSchema).parse(JSON.parse(text))
}

/** Builds the archive of one version from its sources, the same bytes every time. */
export const buildSample = async (
  samplesDir: string,
  name: string,
  row: SampleRow,
): Promise<Sample> => {
  const created = new Date(row.created)
  const sources = await readSources(path.join(samplesDir, name, 'source'), row)
  const files = sources.map(file => ({ ...file, path: `${name}/${file.path}` }))
  const vendored = await Promise.all(
    row.vendors.map(vendor => vendorFile(samplesDir, name, vendor)),
  )
  const provenance = row.provenance && (await readFile(path.join(samplesDir, name, row.provenance)))
  const chartYaml = sources.find(file => file.path === 'Chart.yaml')
  return {
    name,
    version: row.version,
    created,
    archive: writeChartArchive([...files, ...vendored], created),
    chartYaml: Buffer.from(chartYaml?.content ?? []).toString('utf8'),
    ...(provenance && { provenance }),
  }
}

const readSources = async (folder: string, row: SampleRow): Promise<ChartFile[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map(relative => relative.replaceAll(path.sep, '/'))
    .filter(relative => !row.leaveOut.includes(relative))
  return Promise.all(
    paths.map(async relative => {
      const text = await readFile(path.join(folder, relative), 'utf8')
      const content = filledFiles.includes(relative) ? fill(text, row) : text
      return { path: relative, content: Buffer.from(content) }
    }),
  )
}

const fill = (text: string, row: SampleRow): string =>
  text.replaceAll(/@([a-zA-Z]+)@/g, (_, word: string) => {
    const value = { ...defaults, ...row }[word]
    if (typeof value === 'string') return value
    throw new Error(`No @${word}@ in the version table`)
  })

const vendorFile = async (
  samplesDir: string,
  parent: string,
  [name, version]: readonly [string, string],
): Promise<ChartFile> => {
  const rows = await readSampleRows(samplesDir, name)
  const row = rows.find(candidate => candidate.version === version)
  if (!row) throw new Error(`${parent} needs ${name} ${version}, which is no sample`)
  const { archive } = await buildSample(samplesDir, name, row)
  return { path: `${parent}/charts/${name}-${version}.tgz`, content: archive }
}
