import type { KnownArchive } from '../parser/chart-reader.ts'

/** A dropped archive that the core holds; its path throws when the file is no longer what was reviewed. */
export type DraftArchive = { readonly archive: KnownArchive; readonly hasProvenance: boolean }

export type DraftArchives = {
  /** Throws `not-found/draft`. */
  get(draftId: string): DraftArchive
}
