import type { ReactNode } from 'react'

/** One component in all its states. */
export type Entry = {
  /** The file, below renderer/. */
  readonly of: string
  /** By what a reader would call the state. */
  readonly states: Readonly<Record<string, () => ReactNode>>
  /** It takes the window for itself, as dialogs do: each state is a page of its own. */
  readonly isAlone?: true
  /** It fills the pane it stands in, and needs one to stand in: its height in pixels. */
  readonly height?: number
}
