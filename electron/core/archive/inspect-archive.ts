import { createHash } from 'node:crypto'
import { isAppError, toErrorInfo, type AppError } from '../../../shared/errors.ts'
import type { ArchiveEntry } from '../../../shared/ipc/schemas/charts.ts'
import { parseDigest, type Digest } from '../../../shared/model/digest.ts'
import { ensureGzip } from './archive-kind.ts'
import { archiveLimits } from './archive-limits.ts'
import { archiveWarnings } from './archive-warnings.ts'
import type { ByteSource } from './byte-source.ts'
import { invalid, tooLarge } from './chart-error.ts'
import { chartText, isBinary, unshownText } from './chart-text.ts'
import { escapeForShow, shownLink } from './escape-for-show.ts'
import { commonRefusal, firstOf, loadedBy, noRefusals, oneSidedRefusal } from './helm-refusals.ts'
import { loadChart, type ParseStep } from './load-chart.ts'
import { goStruct } from './metadata/go-json.ts'
import { helmAnnotations } from './metadata/helm-annotations.ts'
import { metadataShape } from './metadata/shapes.ts'
import { chartMetadata } from './metadata/chart-metadata.ts'
import { pushRefusal } from './push-refusal.ts'
import { type ArchiveMember, readArchive, type ReadArchive } from './read-archive.ts'
import { findReadme, isReadme } from './readme.ts'
import type { InspectedArchive } from './types.ts'
import { createWarningList } from './warning-list.ts'

/** A chart archive read to its end: what is told of it needs its bytes no more. */
export type ReadWhole = {
  readonly archive: ReadArchive & { readonly unpackedBytes: number }
  readonly entries: readonly ArchiveEntry[]
  readonly digest: Digest
  readonly sizeBytes: number
}

/** Reads an archive once; `onMember` is told of each member with its bytes. Throws helm's refusals and our limits. */
export const readWhole = async (
  source: ByteSource,
  digest: Digest,
  onMember: (member: ArchiveMember) => void = () => {},
): Promise<ReadWhole> => {
  await ensureGzip(source)
  const entries: ArchiveEntry[] = []
  const archive = await readArchive(source, {
    keep: isParsed,
    onMember: member => {
      entries.push(toEntry(member))
      onMember(member)
    },
  })
  return { archive, entries, digest, sizeBytes: source.sizeBytes }
}

/** Says everything there is to say of a chart archive. Throws helm's refusals and our limits as AppErrors. */
export const inspectArchive = async (
  { archive, entries, digest, sizeBytes }: ReadWhole,
  step: ParseStep,
): Promise<InspectedArchive> => {
  const odd = createWarningList()
  const { metadata, refusals } = await loadChart(archive, step, odd)
  odd.add(...archiveWarnings(archive, metadata))
  const verdicts = firstOf(refusals, oversizedPush(sizeBytes))
  return {
    metadata: chartMetadata(metadata),
    configJson: goStruct(metadataShape.fields, metadata),
    annotations: helmAnnotations(metadata),
    files: boundedListing(markArchives(entries, archive)),
    ...texts(archive.members),
    hasSchema: archive.members.some(member => member.path === 'values.schema.json'),
    archiveDigest: digest,
    archiveSizeBytes: sizeBytes,
    unpackedSizeBytes: archive.unpackedBytes,
    warnings: [...oneSidedRefusal(verdicts), ...odd.all()],
    loadedBy: loadedBy(refusals),
    ...refusalOf(commonRefusal(verdicts) ?? pushRefusal(archive, metadata)),
  }
}

export const inspectSource = async (
  source: ByteSource,
  step: ParseStep,
): Promise<InspectedArchive> =>
  inspectArchive(await readWhole(source, await digestOf(source, 'sha256')), step)

/** Helm 3 loads such an archive and then does not send it; helm 4 does. */
const oversizedPush = (sizeBytes: number) => {
  if (sizeBytes <= archiveLimits.helm3PushBytes) return noRefusals
  return { ...noRefusals, helm3: invalid('archive-push-size', { said: 'invalid descriptor size' }) }
}

const refusalOf = (refusal: AppError | undefined) =>
  refusal ? { pushRefusal: toErrorInfo(refusal) } : {}

const parsedFiles = /(?:^|\/)(?:Chart\.(?:yaml|lock)|requirements\.(?:yaml|lock)|values\.yaml)$/

/** Whose bytes are needed after the archive was read; of all others the listing is enough. */
const isParsed = (path: string): boolean => parsedFiles.test(path) || isReadme(path)

const last = (members: readonly ArchiveMember[], path: string) =>
  members.findLast(member => member.path === path)

const texts = (members: readonly ArchiveMember[]) => {
  const readme = findReadme(members)
  const values = last(members, 'values.yaml')
  const chartYaml = last(members, 'Chart.yaml')
  return {
    chartYaml: chartYaml ? memberText(chartYaml) : chartText(new Uint8Array(0)),
    ...(readme && { readme: memberText(readme) }),
    ...(values && { values: memberText(values) }),
  }
}

const memberText = ({ bytes, sizeBytes }: ArchiveMember) =>
  sizeBytes > archiveLimits.fileBytes ? unshownText(sizeBytes) : chartText(bytes)

const toEntry = (member: ArchiveMember): ArchiveEntry => ({
  path: escapeForShow(member.path),
  index: member.index,
  kind: kindOf(member),
  sizeBytes: member.sizeBytes,
  ...(member.linkTarget !== undefined && { linkTarget: shownLink(member.linkTarget) }),
})

/** Each archive within an archive makes the paths in it longer: a file of 4 KiB could fill the core's memory. */
const boundedListing = (entries: ArchiveEntry[]): ArchiveEntry[] => {
  let chars = 0
  for (const { path, linkTarget = '' } of entries) {
    chars += path.length + linkTarget.length
    if (chars > archiveLimits.listingChars) {
      throw tooLarge('archive-listing', { limit: archiveLimits.listingChars })
    }
  }
  return entries
}

const kindOf = (member: ArchiveMember): ArchiveEntry['kind'] => {
  if (member.kind === 'link') return 'link'
  if (member.kind !== 'file') return 'unsupported'
  return isBinary(member.bytes) ? 'binary' : 'text'
}

/** Nested archives are told from other binaries once they were opened; their members show the whole path. */
const markArchives = (entries: readonly ArchiveEntry[], archive: ReadArchive): ArchiveEntry[] => {
  const opened = new Map(nestedArchives(archive, ''))
  return entries.map(entry => {
    const parent = entry.index.split('/').slice(0, -1).join('/')
    const below = parent === '' ? '' : `${opened.get(parent) ?? ''}/`
    const kind = opened.has(entry.index) ? ('archive' as const) : entry.kind
    return { ...entry, kind, path: below + entry.path }
  })
}

const nestedArchives = (archive: ReadArchive, below: string): [string, string][] =>
  archive.members.flatMap(member => {
    if (!member.nested || isAppError(member.nested)) return []
    const path = below + escapeForShow(member.path)
    return [[member.index, path], ...nestedArchives(member.nested, `${path}/`)]
  })

export const digestOf = async (
  source: ByteSource,
  algorithm: 'sha256' | 'sha512',
): Promise<Digest> => {
  const hash = createHash(algorithm)
  const chunkBytes = 1024 * 1024
  for (let offset = 0; offset < source.sizeBytes; offset += chunkBytes) {
    const chunk = await source.read(offset, chunkBytes)
    if (chunk.length === 0) break
    hash.update(chunk)
  }
  const digest = parseDigest(`${algorithm}:${hash.digest('hex')}`)
  if (!digest) throw new Error('a hash is a digest')
  return digest
}
