import type { TFunction } from 'i18next'
import type { IconName } from '../components/icon-paths.ts'
import type { Shell } from '../../shared/model/shell-quoting.ts'
import type { Overlay } from '../lib/overlay-kinds.ts'
import type { GoTo } from '../lib/place.ts'
import type { SubjectName, Subjects } from './subjects.ts'

/** `mod` is ⌘ on macOS and Ctrl elsewhere. */
export type Keys = {
  readonly desktop: string
  /** Where the browser keeps the key for itself: new window, print, reload, its tabs, its developer tools. */
  readonly web?: string
  /** The key is the browser's own for this event, and the event is what we hear: selected text is copied first. */
  readonly heardAs?: 'copy'
}

/** In which group `?` lists the key of an action. */
export const keyGroups = ['go', 'chart', 'registries', 'window'] as const
export type KeyGroup = (typeof keyGroups)[number]

/** What an action may use when it runs. The window fills it in: no action knows a feature. */
export type ActionContext = {
  readonly t: TFunction
  readonly open: (overlay: Overlay) => void
  readonly goTo: GoTo
  /** Copies, and says so: in `said`, or just that it is copied. */
  readonly copy: (text: string, said?: string) => void
  readonly shell: Shell
  readonly history: {
    readonly canGoBack: boolean
    readonly canGoForward: boolean
    readonly back: () => void
    readonly forward: () => void
  }
  readonly panes: {
    readonly isSidebarOpen: boolean
    readonly toggleSidebar: () => void
    readonly filterRepositories: () => void
    readonly isInspectorOpen: boolean
    /** Undefined where there is nothing to inspect. */
    readonly toggleInspector: (() => void) | undefined
  }
  readonly refresh: { readonly refusal: string | undefined; readonly run: () => void }
  /** Opens the file picker, then the review of a push; to this place at first. */
  readonly push: (target?: { registryId: string; namespace: string }) => void
  readonly openLocalRegistry: () => void
  readonly refreshRegistry: (registryId: string) => void
  readonly signOut: (registryId: string) => void
  readonly forgetRepository: (registryId: string, repository: string) => void
}

/** One act of the program: what it is called, its key, whether it is possible, and what it does. Its words are `actions.<id>`. */
export type Action<On extends SubjectName = SubjectName> = {
  readonly on: On
  readonly icon?: IconName
  readonly tone?: 'bad'
  readonly keys?: Keys
  /** Every action with keys has one. */
  readonly group?: KeyGroup
  /** Its words where they name what it acts on. */
  label?(subject: Subjects[On], context: ActionContext): string
  /** A second, quieter line. */
  hint?(subject: Subjects[On], context: ActionContext): string | undefined
  /** Whether this subject has the action at all. */
  when?(subject: Subjects[On]): boolean
  /** Why it cannot run now; undefined where it can. */
  refusal?(subject: Subjects[On], context: ActionContext): string | undefined
  run(subject: Subjects[On], context: ActionContext): void
}
