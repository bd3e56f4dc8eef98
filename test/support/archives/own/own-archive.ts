import { fixedGzip, type GzipFields } from '../fixed-gzip.ts'
import { tarEnd, tarMember, type TarMember } from '../tar-blocks.ts'

/** An archive of our own making. Its name is that of the file without `.tgz`, and of its row in test/goldens. */
export type OwnArchive = {
  readonly name: string
  readonly archive: () => Buffer
  /** The text of its `.prov`, given the archive's sha256. */
  readonly provenance?: (sha256: string) => string
}

/** What `helm package` writes into the gzip header; the extra field is base64 of an address, in Helm since 2016. */
const helmFields: GzipFields = {
  extra: Buffer.from('+aHR0cHM6Ly95b3V0dS5iZS96OVV6MWljandyTQo='),
  comment: 'Helm',
}

export type ChartFiles = Readonly<Record<string, string | Uint8Array>>

/** Packed as `helm package` packs: ustar, mode 0644, no owners, no folders, two blocks at the end. */
export const asHelmPacks = (files: ChartFiles, root = 'web'): Buffer =>
  packed(
    Object.entries(files).map(([path, content]) => ({ name: `${root}/${path}`, content })),
    helmFields,
  )

export const packed = (members: readonly TarMember[], fields: GzipFields = {}): Buffer =>
  fixedGzip(Buffer.concat([...members.map(tarMember), tarEnd]), fields)

export const chartYaml = 'apiVersion: v2\nname: web\nversion: 1.0.0\n'

/** A chart whose Chart.yaml has these lines besides what it must have. */
export const chartYamlWith =
  (lines: string): OwnArchive['archive'] =>
  () =>
    asHelmPacks({ 'Chart.yaml': `${chartYaml}${lines}`, 'values.yaml': 'replicas: 1\n' })

/** A chart that consists of this Chart.yaml. */
export const onlyChartYaml =
  (text: string | Uint8Array): OwnArchive['archive'] =>
  () =>
    asHelmPacks({ 'Chart.yaml': text })

/** A chart with nothing particular, and these files. */
export const chartWithFiles =
  (files: ChartFiles): OwnArchive['archive'] =>
  () =>
    asHelmPacks({ 'Chart.yaml': chartYaml, ...files })

/** As the archive would be without a Helm in its making: `tar -cz`. */
export const plainTar =
  (...members: readonly TarMember[]): OwnArchive['archive'] =>
  () =>
    packed([{ name: 'web/Chart.yaml', content: chartYaml }, ...members])
