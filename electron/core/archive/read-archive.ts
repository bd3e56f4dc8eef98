import { isAppError, type AppError } from '../../../shared/errors.ts'
import { archiveLimits } from './archive-limits.ts'
import { type ArchiveBudget, createArchiveBudget } from './archive-budget.ts'
import { bufferSource, type ByteSource } from './byte-source.ts'
import { invalid, tooLarge } from './chart-error.ts'
import { createChunkReader } from './chunk-reader.ts'
import { escapeForShow } from './escape-for-show.ts'
import { inflateGzip } from './gzip-reader.ts'
import { memberPath } from './member-path.ts'
import { readTar, type TarEntry } from './tar/tar-reader.ts'

export type MemberKind = 'file' | 'link' | 'device' | 'sparse'

/** One member that helm loads as a file; links and devices are empty files to helm. */
export type ArchiveMember = {
  /** Unique in the outermost archive: `3`, nested `3/1`. */
  readonly index: string
  /** Below the chart's folder, as in the archive (not escaped). */
  readonly path: string
  readonly kind: MemberKind
  readonly sizeBytes: number
  readonly linkTarget?: string
  /** Of a file that is larger than helm 3 loads none are kept, and `onMember` is told the first of them. */
  readonly bytes: Uint8Array
  /** What is in it, when helm loads it as a subchart: its members, or why it cannot be read. */
  readonly nested?: ReadArchive | AppError
}

export type ReadArchive = {
  readonly members: readonly ArchiveMember[]
  readonly trailingBytes: number
  readonly endMarker: boolean
  /** The whole name of the first file that is larger than helm 3 loads. */
  readonly oversized?: string
}

export type ReadArchiveOptions = {
  /** Which members' bytes are worth keeping; of others only the kind remains. Default: all. */
  readonly keep?: (path: string) => boolean
  /** Told of every member with its bytes, in order, nested ones after their archive's. */
  readonly onMember?: (member: ArchiveMember) => void
  /** Which nested archives are opened, by index. Default: every one that helm loads. */
  readonly opens?: (index: string) => boolean
  /** Asked after each member: the rest of the archive is then left unread and unchecked. */
  readonly isDone?: () => boolean
}

/** Reads a chart archive to its end, nested ones included. Throws what makes helm or our limits refuse it. */
export const readArchive = async (
  source: ByteSource,
  options: ReadArchiveOptions = {},
): Promise<ReadArchive & { readonly unpackedBytes: number }> => {
  const budget = createArchiveBudget()
  const archive = await readOne(source, { ...options, budget, prefix: '', depth: 0 })
  return { ...archive, unpackedBytes: budget.unpackedBytes }
}

type Context = ReadArchiveOptions & {
  readonly budget: ArchiveBudget
  readonly prefix: string
  readonly depth: number
}

const readOne = async (source: ByteSource, context: Context): Promise<ReadArchive> => {
  const chunks = createChunkReader(inflateGzip(source, context.budget))
  const members: ArchiveMember[] = []
  let oversized: string | undefined
  const entries = readTar(chunks, context.budget.member)
  try {
    for (;;) {
      const next = await entries.next()
      if (next.done) {
        if (members.length === 0) throw invalid('archive-empty')
        const { trailingBytes } = await chunks.drain()
        const { endMarker } = next.value
        return { members, trailingBytes, endMarker, ...(oversized !== undefined && { oversized }) }
      }
      if (next.value.isDirectory) continue
      if (isOversized(next.value)) oversized ??= next.value.name
      members.push(await readMember(next.value, String(members.length), context))
      if (context.isDone?.()) return { members, trailingBytes: 0, endMarker: true }
    }
  } finally {
    await chunks.close()
  }
}

const readMember = async (
  entry: TarEntry,
  position: string,
  context: Context,
): Promise<ArchiveMember> => {
  const path = memberPath(entry.name)
  const index = context.prefix + position
  context.budget.expectFile(entry.sizeBytes)
  const described = describe(entry)
  const opens = isLoadedArchive(path, described.kind) && context.opens?.(index) !== false
  const isLarge = isOversized(entry)
  const wanted = isLarge && !opens ? beginningBytes : entry.sizeBytes
  const stored = await entry.read(wanted)
  // Helm takes a link that promises content for a cut archive.
  if (stored.length < wanted) throw invalid('archive-truncated')
  context.budget.file(entry.sizeBytes)
  const bytes = entry.isSparse ? noBytes : stored
  const member = { index, path, ...described, sizeBytes: entry.sizeBytes, bytes }
  context.onMember?.(member)
  const nested = opens ? await readNested(member, context) : undefined
  const isKept = !isLarge && context.keep?.(path) !== false
  const kept = isKept ? member : { ...member, bytes: noBytes }
  return nested ? { ...kept, nested } : kept
}

const isOversized = ({ sizeBytes }: TarEntry): boolean => sizeBytes > archiveLimits.fileBytes

/** Enough to tell text from binary. */
const beginningBytes = 16 * 1024

const noBytes = new Uint8Array(0)

const describe = (entry: TarEntry): { kind: MemberKind; linkTarget?: string } => {
  if (entry.type === '1' || entry.type === '2') return { kind: 'link', linkTarget: entry.linkName }
  if (entry.isSparse) return { kind: 'sparse' }
  return { kind: '346'.includes(entry.type) ? 'device' : 'file' }
}

// Below charts/ at any depth, where helm looks for subcharts; names that begin with "_" or "." are skipped.
const loadedArchive = /^(?:charts\/[^_./][^/]*\/)*charts\/[^_./][^/]*\.tgz$/

const isLoadedArchive = (path: string, kind: MemberKind): boolean =>
  kind === 'file' && loadedArchive.test(path)

/** A nested archive that cannot be read does not stop reading the outer one; a limit does. */
const readNested = async (
  member: ArchiveMember,
  context: Context,
): Promise<ReadArchive | AppError> => {
  const depth = context.depth + 1
  if (depth > archiveLimits.nesting) {
    const params = { member: escapeForShow(member.path), limit: archiveLimits.nesting }
    throw tooLarge('archive-nesting', params)
  }
  try {
    const nestedContext = { ...context, depth, prefix: `${member.index}/` }
    return await readOne(bufferSource(member.bytes), nestedContext)
  } catch (error) {
    if (isAppError(error) && error.code === 'invalid-input') return error
    throw error
  }
}
