import type { Open } from '../../shared/ipc/frames.ts'

/** What the preload of the desktop host exposes; absent in a browser. */
export type Bridge = {
  readonly open: Open
  readonly grant: (files: File[]) => Promise<string[]>
}

declare global {
  interface Window {
    readonly chartroom?: Bridge
  }
}

/** `ended`: nothing works any more until the user opens a new link. Always `open` on the desktop. */
export type SessionState = 'open' | 'ended'

/** Which host this page has, and all that the renderer may ask of it besides calls. */
export type Host = {
  readonly kind: 'desktop' | 'web'
  readonly open: Open
  /** Hands files over and gives a single-use token for each, in the same order. Throws AppError. */
  readonly grant: (files: File[], options?: { signal?: AbortSignal }) => Promise<string[]>
  /** Saves what a single-use ticket stands for. Web host only: the desktop saves files itself. */
  readonly download: (url: string, fileName: string) => void
  readonly session: {
    readonly state: () => SessionState
    /** Returns its end. Fits useSyncExternalStore. */
    readonly subscribe: (listener: () => void) => () => void
  }
}
