import type { Dispatch } from './dispatcher.ts'
import type { Ports } from './ports.ts'
import type { Downloads } from './transfers/downloads.ts'
import type { FileGrants } from './transfers/file-grants.ts'

export type AppOptions = {
  readonly ports: Ports
  readonly host: 'desktop' | 'web'
  readonly platform: 'mac' | 'windows' | 'linux'
  readonly version: string
  readonly dataDir: string
  /** Where config files of docker and helm are looked for; tests give a folder of theirs. */
  readonly homeDir: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The host-neutral program: a host feeds requests in and hands files over; everything else happens inside. */
export type App = {
  readonly dispatch: Dispatch
  readonly grants: FileGrants
  readonly downloads: Downloads
  readonly localRegistry: { readonly address: string; readonly running: boolean }
  /** Ends transfers cleanly, closes the store and the local registry; at most 5 s. */
  close(): Promise<void>
}
