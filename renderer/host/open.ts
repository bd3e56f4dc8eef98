import type { Open } from '../../shared/ipc/frames.ts'

/** What the preload of the desktop host exposes; absent in a browser. */
export type Bridge = {
  readonly open: Open
  readonly grant: (files: File[]) => Promise<string[]>
}
