import { useLayoutEffect } from 'react'
import type { Registry } from '../../shared/ipc/schemas/registries.ts'

/** A version as it is acted on: a row, the selected one, or the newest of a repository. */
export type VersionSubject = {
  readonly registry: Registry
  readonly repository: string
  /** As its row is named; undefined while none is selected. */
  readonly name: string | undefined
  readonly tag?: string | undefined
  readonly digest?: string | undefined
  readonly kind?: 'chart' | 'image' | 'index' | 'other' | undefined
  /** From Chart.yaml, where it is known. */
  readonly version?: string | undefined
  /** Whether its archive is on this machine, where its registry cannot be asked. */
  readonly isHere?: boolean | undefined
  /** Why nothing can be done with it. */
  readonly reason?: string | undefined
}

/** What actions act on, by the name of its kind. */
export type Subjects = {
  /** The window itself, which is always there. */
  window: undefined
  /** A registry, or one of its namespaces. */
  registry: { readonly registry: Registry; readonly path: string }
  repository: {
    readonly registry: Registry
    readonly name: string
    /** Typed by the user, who can take it away again. */
    readonly isKept: boolean
    /** It could not be read: the doctor looks at it, not at the registry as a whole. */
    readonly isFailed: boolean
  }
  version: VersionSubject
  /** What the doctor found, as text; undefined while it is not done. */
  report: { readonly text: string | undefined }
  /** The filter of the list that is on the screen. */
  list: { readonly focusFilter: () => void }
  tree: { readonly collapseAll: () => void }
  /** The tabs of the inspector that is open, each as what chooses it. */
  tabs: { readonly choose: readonly (() => void)[] }
}

export type SubjectName = keyof Subjects

const acted = new Map<SubjectName, unknown>([['window', undefined]])
const listeners = new Set<() => void>()
let isTelling = false

/** Once, however much has changed. */
const tell = () => {
  if (isTelling) return
  isTelling = true
  queueMicrotask(() => {
    isTelling = false
    for (const listener of listeners) listener()
  })
}

/**
 * While mounted, keys and lists of actions act on this one; on none of its kind while it is undefined. From the moment it is
 * drawn: a key hits what is seen.
 */
export const useActedOn = <N extends SubjectName>(name: N, subject: Subjects[N] | undefined) => {
  useLayoutEffect(() => {
    if (subject === undefined) return undefined
    acted.set(name, subject)
    tell()
    return () => {
      if (acted.get(name) === subject) acted.delete(name)
      tell()
    }
  })
}

export const isActedOn = (name: SubjectName): boolean => acted.has(name)

/** What is acted on now; the window is always there, and is undefined. */
export const actedOn = <N extends SubjectName>(name: N): Subjects[N] | undefined =>
  // `useActedOn` alone writes it, under the name of its kind.
  acted.get(name) as Subjects[N] | undefined

export const onActedOnChange = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
