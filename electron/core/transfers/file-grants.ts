/** A file that the user handed over: its path stays in the main process, the renderer holds a single-use token. */
export type GrantedFile = {
  readonly path: string
  readonly fileName: string
  /** The user's file time in milliseconds; helm's `created` comes from it. */
  readonly modifiedMs: number
  /** Uploaded by the web host: the core deletes it when the draft ends. Neighbouring .prov files are not looked for. */
  readonly temporary: boolean
}

export type FileGrants = {
  grant(file: GrantedFile): string
  /** Undefined for an unknown, used or expired token (30 minutes). */
  redeem(token: string): GrantedFile | undefined
}
