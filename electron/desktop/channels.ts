/** The only two channels between a window and the main process. */
export const channels = { open: 'chartroom:open', grant: 'chartroom:grant' } as const

/** What the preload says of a dropped file. The path never reaches the page. */
export type HandedFile = {
  readonly path: string
  readonly fileName: string
  readonly modifiedMs: number
}
