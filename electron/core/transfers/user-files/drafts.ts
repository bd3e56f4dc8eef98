import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { AppError, isAppError, toErrorInfo } from '../../../../shared/errors.ts'
import type { Draft, RefusedFile } from '../../../../shared/ipc/schemas/transfers.ts'
import type { InspectedArchive } from '../../archive/types.ts'
import type { ChartReader } from '../../parser/chart-reader.ts'
import type { Clock, Logger } from '../../ports.ts'
import type { FileGrants } from '../../files/file-grants.ts'
import type { GrantedFile } from '../../files/held-file.ts'
import { forgetUpload, type HeldFile, holdFile } from '../../files/held-file.ts'
import { pairByName, pairProvenance, type Pairing } from './pair-provenance.ts'

/** An archive held open, with what the parser said of it. */
export type OpenDraft = Pairing & {
  readonly draftId: string
  readonly archive: HeldFile
  readonly inspected: InspectedArchive
}

export type OpenedDrafts = {
  drafts: Draft[]
  refused: RefusedFile[]
}

export type Drafts = {
  open(files: readonly GrantedFile[], signal: AbortSignal): Promise<OpenedDrafts>
  redeem(tokens: readonly string[], signal: AbortSignal): Promise<OpenedDrafts>
  /** Files chosen in the system's dialog. */
  openPaths(paths: readonly string[], signal: AbortSignal): Promise<OpenedDrafts>
  /** Throws `not-found/draft`. */
  get(draftId: string): OpenDraft
  removeProvenance(draftId: string): Promise<Draft>
  /** Keeps the files open while a push reads them, whatever the review sheet does meanwhile. */
  keep(draftId: string): () => void
  discard(draftIds: readonly string[]): Promise<void>
  close(): Promise<void>
}

// An archive that helm loads is at most 100 MiB unpacked; gzip of random bytes adds less than one.
const archiveLimitBytes = 101 * 1024 * 1024
const lifetimeMs = 30 * 60 * 1000

type Deps = { reader: ChartReader; grants: FileGrants; clock: Clock; logger: Logger }
type Entry = {
  draft: OpenDraft
  usedAtMs: number
  keepers: number
  discarded: boolean
  closed: AbortController
}

export const createDrafts = ({ reader, grants, clock, logger }: Deps): Drafts => {
  const entries = new Map<string, Entry>()

  const closeFiles = async ({ draft, closed }: Entry) => {
    entries.delete(draft.draftId)
    closed.abort()
    await draft.archive.close()
    await draft.provenance?.file.close()
  }

  const discardOne = async (entry: Entry) => {
    entry.discarded = true
    if (entry.keepers === 0) await closeFiles(entry)
  }

  /** Nobody keeps a file of the user open who has forgotten it; reading it counts as not having. */
  const discardWhenIdle = async (entry: Entry) => {
    const idleEndMs = () => entry.usedAtMs + lifetimeMs - clock.monotonicMs()
    while (idleEndMs() > 0) await clock.sleep(idleEndMs(), entry.closed.signal)
    await discardOne(entry)
  }

  const openOne = async (
    archiveFile: GrantedFile,
    provenanceFile: GrantedFile | undefined,
    signal: AbortSignal,
  ) => {
    const archive = await holdFile(archiveFile, archiveLimitBytes)
    try {
      const inspected = await reader.inspect(archive.path, { signal })
      // The parser opened the path by itself: what it read has to be what this handle holds.
      if ((await archive.digest(signal)) !== inspected.archiveDigest) {
        throw new AppError('invalid-input', 'file-changed', { fileName: archive.fileName })
      }
      const provenance = await pairProvenance(archive, inspected, archiveFile, provenanceFile)
      const draft: OpenDraft = { draftId: randomUUID(), archive, inspected, ...provenance }
      const entry: Entry = {
        draft,
        usedAtMs: clock.monotonicMs(),
        keepers: 0,
        discarded: false,
        closed: new AbortController(),
      }
      entries.set(draft.draftId, entry)
      // Rejects where it was closed before that.
      discardWhenIdle(entry).catch(() => undefined)
      return draft
    } catch (error) {
      await archive.close()
      throw error
    }
  }

  const open: Drafts['open'] = async (files, signal) => {
    const { pairs, orphans } = pairByName(files)
    const opened: OpenedDrafts = { drafts: [], refused: [] }
    for (const orphan of orphans) {
      const { fileName } = orphan
      const error = new AppError('invalid-input', 'provenance-without-chart', { fileName })
      opened.refused.push({ fileName, error: toErrorInfo(error) })
      await forgetUpload(orphan)
    }
    // One after another: the parser is one process, and the sheet shows them in this order.
    for (const { archive, provenance } of pairs) {
      try {
        opened.drafts.push(describe(await openOne(archive, provenance, signal)))
      } catch (error) {
        await forgetUpload(archive)
        if (provenance !== undefined) await forgetUpload(provenance)
        if (signal.aborted) throw error
        if (!isAppError(error)) logger.log('error', 'draft-open-failed', { error })
        const known = isAppError(error) ? error : new AppError('unexpected', 'internal')
        opened.refused.push({ fileName: archive.fileName, error: toErrorInfo(known) })
      }
    }
    return opened
  }

  const find = (draftId: string): Entry => {
    const entry = entries.get(draftId)
    if (entry === undefined || entry.discarded) throw new AppError('not-found', 'draft')
    entry.usedAtMs = clock.monotonicMs()
    return entry
  }

  return {
    open,
    redeem: async (tokens, signal) => {
      const redeemed = tokens.map(token => ({ token, file: grants.redeem(token) }))
      const files = redeemed.map(({ file }) => file).filter(file => file !== undefined)
      const unusable = redeemed.filter(({ file }) => file === undefined)
      const { drafts, refused } = await open(files, signal)
      return { drafts, refused: [...unusable.map(({ token }) => refusedToken(token)), ...refused] }
    },
    openPaths: (paths, signal) =>
      open(
        paths.map(filePath => ({
          path: filePath,
          fileName: path.basename(filePath),
          modifiedMs: 0,
          temporary: false,
        })),
        signal,
      ),
    get: draftId => find(draftId).draft,
    removeProvenance: async draftId => {
      const entry = find(draftId)
      await entry.draft.provenance?.file.close()
      entry.draft = { ...entry.draft, provenance: undefined }
      return describe(entry.draft)
    },
    keep: draftId => {
      const entry = find(draftId)
      entry.keepers += 1
      return () => {
        entry.keepers -= 1
        if (entry.discarded && entry.keepers === 0) void closeFiles(entry)
      }
    },
    discard: async draftIds => {
      const wanted = draftIds
        .map(draftId => entries.get(draftId))
        .filter(entry => entry !== undefined)
      await Promise.all(wanted.map(discardOne))
    },
    close: async () => {
      await Promise.all([...entries.values()].map(closeFiles))
    },
  }
}

/** Nobody here knows the file of a token that was used, has expired or is made up; who asks may. */
const refusedToken = (token: string): RefusedFile => ({
  fileName: '',
  token,
  error: toErrorInfo(new AppError('invalid-input', 'file-token')),
})

/** What the renderer may know of a draft: no path. */
export const describe = (draft: OpenDraft): Draft => ({
  draftId: draft.draftId,
  fileName: draft.archive.fileName,
  sizeBytes: draft.archive.sizeBytes,
  metadata: draft.inspected.metadata,
  archiveDigest: draft.inspected.archiveDigest,
  unpackedSizeBytes: draft.inspected.unpackedSizeBytes,
  warnings: [...draft.inspected.warnings],
  ...(draft.provenance && {
    provenance: {
      fileName: draft.provenance.file.fileName,
      sizeBytes: draft.provenance.file.sizeBytes,
      digest: draft.provenance.digest,
      hash: draft.provenance.hash,
    },
  }),
  ...(draft.provenanceRefused !== undefined && { provenanceRefused: draft.provenanceRefused }),
})
