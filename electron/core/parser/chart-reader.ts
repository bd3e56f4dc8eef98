import { fromErrorInfo } from '../../../shared/errors.ts'
import type { FileContent } from '../../../shared/ipc/schemas/charts.ts'
import type { Digest } from '../../../shared/model/digest.ts'
import { type ArchiveAt, ArchiveClosed } from '../archive/open-archives.ts'
import type { InspectedArchive } from '../archive/types.ts'
import type { Clock, ParserProcess } from '../ports.ts'
import type { JobKind, JobOutput, JobRequest, ReadFile } from './parser-jobs.ts'
import { createParserPool } from './parser-pool.ts'

/** An archive by what is in it. Its path is asked for only where it has to be read. */
export type KnownArchive = { readonly digest: Digest; path(): Promise<string> }

type Options = { readonly signal: AbortSignal }

/** Reads archives in processes that are killed when they hang, and keep an archive open for a while. One per app. */
export type ChartReader = {
  /** Throws AppErrors with helm's verdict. A path is an archive that nobody has read yet; it is only read. */
  inspect(archive: string | KnownArchive, options: Options): Promise<InspectedArchive>
  /** Members by the indexes that `inspect` gave (`3`, nested `3/1`), each its content or why it has none. */
  files(
    archive: KnownArchive,
    indexes: readonly string[],
    options: Options,
  ): Promise<readonly ReadFile[]>
  file(archive: KnownArchive, index: string, options: Options): Promise<FileContent>
  /** The raw bytes of one member (at most 5 MiB, else throws), to be saved. */
  bytes(archive: KnownArchive, index: string, options: Options): Promise<Uint8Array>
  close(): Promise<void>
}

type Deps = { readonly parserProcess: ParserProcess; readonly clock: Clock }

export const createChartReader = (deps: Deps): ChartReader => {
  const pool = createParserPool(deps)

  /** By its digest alone where a process has the archive open; else, or where it has closed it, with its path. */
  const read = async <K extends JobKind>(
    archive: KnownArchive,
    request: (at: ArchiveAt) => JobRequest<K>,
    { signal }: Options,
  ): Promise<JobOutput<K>> => {
    const { digest } = archive
    const options = { signal, archive: digest }
    try {
      if (pool.hasRead(digest)) return await pool.run(request({ digest }), options)
    } catch (error) {
      if (!(error instanceof ArchiveClosed)) throw error
    }
    return pool.run(request({ digest, path: await archive.path() }), options)
  }

  const files: ChartReader['files'] = async (archive, indexes, options) => {
    const told: ReadFile[] = []
    while (told.length < indexes.length) {
      const rest = indexes.slice(told.length)
      const ask = (at: ArchiveAt) =>
        ({ kind: 'files', input: { archive: at, indexes: rest } }) as const
      told.push(...(await read(archive, ask, options)))
    }
    return told
  }

  const inspectRequest = (archive: ArchiveAt) => ({ kind: 'inspect', input: { archive } }) as const

  return {
    inspect: (archive, options) =>
      typeof archive === 'string'
        ? pool.run(inspectRequest({ path: archive }), options)
        : read(archive, inspectRequest, options),
    files,
    file: async (archive, index, options) => {
      const [file] = await files(archive, [index], options)
      if (file === undefined) throw new Error('each index has its answer')
      if ('error' in file) throw fromErrorInfo(file.error)
      return file.content as FileContent
    },
    bytes: (archive, index, options) =>
      read(archive, at => ({ kind: 'bytes', input: { archive: at, index } }), options),
    close: async () => pool.close(),
  }
}
