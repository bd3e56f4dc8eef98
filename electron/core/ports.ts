import type { NativeMenu } from '../../shared/ipc/schemas/app.ts'
import type { ThemeChoice } from '../../shared/model/theme.ts'

/** What a host supplies to the core. Everything that differs between desktop, web and tests is here. */

/** The operating system's keychain, or memory. Accounts are opaque ids of ours; secrets have 2,500 UTF-8 bytes at least. */
export type SecretStore = {
  /** Undefined when there is none. Throws AppError `keychain-unavailable` (locked, denied, absent, slow). */
  read(account: string, signal?: AbortSignal): Promise<string | undefined>
  /** Verified by reading back. */
  write(account: string, secret: string, signal?: AbortSignal): Promise<void>
  /** There is none afterwards. */
  delete(account: string, signal?: AbortSignal): Promise<void>
  /** Accounts of ours only. */
  list(signal?: AbortSignal): Promise<readonly string[]>
  /** Whether it works on this machine, found out without touching a secret. */
  check(signal?: AbortSignal): Promise<SecretStoreState>
}

export type SecretStoreState =
  | { readonly state: 'works' }
  /** It is there, and asks to be unlocked when a secret is read or kept. */
  | { readonly state: 'locked' }
  | { readonly state: 'unavailable'; readonly reason: string; readonly missingPackage?: string }

/** Starts a process that runs electron/parser/main.ts: utilityProcess on the desktop, child_process.fork elsewhere. */
export type ParserProcess = { start(): ParserChild }

export type ParserChild = {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, whatever ended it. */
  onExit(listener: () => void): void
  kill(): void
}

/** The system's dialogs and file manager. Absent on the web host. */
export type Desktop = {
  chooseFolder(): Promise<string | undefined>
  chooseCharts(): Promise<readonly string[]>
  /** The program of the credential helper of this name. */
  chooseProgram(helper: string): Promise<string | undefined>
  chooseSavePath(suggestedName: string): Promise<string | undefined>
  revealFile(path: string): void
  openExternal(url: URL): Promise<void>
  /** For windows that are open and those to come, and for the system's dialogs. */
  showTheme(theme: ThemeChoice): void
  /** Shows what the page has for the menu bar until the returned function is called. */
  showMenu(menu: NativeMenu, onChosen: (id: string) => void): () => void
}

/**
 * Starts a program of the user's: a credential helper, a vendor's command line, helm. No shell; the secret only on
 * standard input; output capped; killed with its children when aborted or late.
 */
export type CommandRunner = {
  /** Absolute path of a program, looked for where a login shell would; undefined when there is none. */
  find(name: string): Promise<string | undefined>
  /** Throws `unexpected` or `cancelled`; an exit code is a result. */
  run(command: Command, signal: AbortSignal): Promise<CommandResult>
}

export type Command = {
  readonly program: string
  readonly arguments: readonly string[]
  readonly stdin?: string
  /** Added to a small environment: PATH, HOME and what a program needs to find its own configuration. */
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly limitBytes: number
}
export type CommandResult = {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** What the system trusts and how it reaches other hosts. */
export type Network = {
  /** PEM certificates of the system's store, beside the bundled ones. */
  systemCertificates(): Promise<readonly string[]>
  /**
   * The system's proxy for this address as a PAC string (`DIRECT`, `PROXY host:port`); undefined where the host
   * has no such setting (the web host).
   */
  systemProxy(url: URL): Promise<string | undefined>
}

export type LogLevel = 'info' | 'warn' | 'error'

/** Fields are redacted by the logger; still, never hand it a secret. */
export type Logger = {
  log(level: LogLevel, event: string, fields?: Record<string, unknown>): void
  readonly file: string
  tail(): Promise<string>
}

export type Clock = {
  /** Wall clock, for what people read. */
  now(): number
  /** Monotonic, for everything that expires. */
  monotonicMs(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export type Ports = {
  readonly secrets: SecretStore
  readonly parserProcess: ParserProcess
  readonly desktop?: Desktop
  readonly logger: Logger
  readonly clock: Clock
  readonly commands: CommandRunner
  readonly network: Network
}
