/** A dropped archive that the core holds. */
export type DraftArchive = { readonly path: string; readonly hasProvenance: boolean }

export type DraftArchives = {
  /** Throws `not-found/draft`. */
  get(draftId: string): DraftArchive
}
