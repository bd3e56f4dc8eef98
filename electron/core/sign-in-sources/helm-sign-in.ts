import { AppError, isCancelled } from '../../../shared/errors.ts'
import type { Decisions } from '../../../shared/ipc/schemas/decisions.ts'
import type { HelmSignInPlan } from '../../../shared/ipc/schemas/sign-ins.ts'
import { commandLine } from '../../../shared/model/shell-quoting.ts'
import type { Credential } from '../oci/base/credential.ts'
import type { CommandRunner } from '../ports.ts'
import type { SavedRegistry } from '../store/saved-registries.ts'
import { tokenUser } from './auth-file.ts'
import { helmConfigFile, type Machine } from './config-files.ts'
import type { CredentialHelpers } from './credential-helpers.ts'
import { hasSignIns, helperIn, readHelmFile, withSignIn, writeHelmFile } from './helm-file.ts'
import { DecisionNeeded } from '../decision-needed.ts'
import { whatItSaid } from './what-program-said.ts'

/** Signs helm in with a sign-in of Chartroom's; only when the user asks for it. */
export type HelmSignIn = {
  /** How it would go; nothing is changed. */
  plan(saved: SavedRegistry, credential: Credential): Promise<HelmSignInPlan>
  /** Owes `plain-text` where helm would keep the password readable. */
  signIn(
    saved: SavedRegistry,
    credential: Credential,
    decisions: Decisions,
    signal: AbortSignal,
  ): Promise<{ via: HelmSignInPlan['via']; file: string }>
}

type Deps = {
  readonly machine: Machine
  readonly commands: CommandRunner
  readonly helpers: CredentialHelpers
}

type Way =
  | { readonly via: 'helper'; readonly helper: string }
  | { readonly via: 'helm-login'; readonly program: string; readonly isReadable: boolean }
  | { readonly via: 'file' }

const timeoutMs = 60_000
const limitBytes = 256 * 1024

export const createHelmSignIn = ({ machine, commands, helpers }: Deps): HelmSignIn => {
  const file = helmConfigFile(machine)

  const chooseWay = async (saved: SavedRegistry, credential: Credential): Promise<Way> => {
    // No helper holds one, and helm has no way to be given one.
    if (credential.kind === 'registry-token')
      throw new AppError('unsupported', 'token-not-for-helm')
    const content = await readHelmFile(file.path, file.shown)
    const helper = helperIn(content, keyOf(saved.host))
    if (helper !== undefined) return { via: 'helper', helper }
    // An identity token cannot be typed: helm has no way to log in with one.
    const program = credential.username === tokenUser ? undefined : await commands.find('helm')
    if (program === undefined) return { via: 'file' }
    const isReadable = hasSignIns(content) || !(await helmFindsHelper())
    return { via: 'helm-login', program, isReadable }
  }

  /** What oras-go tries where nothing is set up yet (credentials/native_store.go). */
  const helmFindsHelper = async (): Promise<boolean> => {
    if (machine.platform === 'mac') return helpers.exists('osxkeychain')
    if (machine.platform === 'windows') return helpers.exists('wincred')
    const hasPass = (await commands.find('pass')) !== undefined
    return helpers.exists(hasPass ? 'pass' : 'secretservice')
  }

  const logIn = async (
    program: string,
    saved: SavedRegistry,
    { username, secret }: Credential,
    signal: AbortSignal,
  ) => {
    const failed = (said: string, cause?: unknown) =>
      new AppError('unauthorized', 'helm-failed', { said }, { cause })
    const command = {
      program,
      arguments: loginArguments(saved, username),
      // helm reads to the end and takes one line end off.
      stdin: `${secret.reveal()}\n`,
      env: { HELM_REGISTRY_CONFIG: file.path },
      timeoutMs,
      limitBytes,
    }
    const { exitCode, stderr } = await commands.run(command, signal).catch(cause => {
      throw isCancelled(cause) ? cause : failed('', cause)
    })
    if (exitCode === 0) return
    throw failed(whatItSaid(stderr, secret.reveal()))
  }

  return {
    plan: async (saved, credential) => {
      const way = await chooseWay(saved, credential)
      return { via: way.via, shown: describe(way, saved, credential), file: file.shown }
    },
    signIn: async (saved, credential, decisions, signal) => {
      const way = await chooseWay(saved, credential)
      const { via } = way
      const isReadable = via === 'file' || (via === 'helm-login' && way.isReadable)
      if (isReadable && decisions.plainText !== true) {
        throw new DecisionNeeded({ decision: 'plain-text', file: file.shown })
      }
      const key = keyOf(saved.host)
      const entry = { username: credential.username, secret: credential.secret.reveal() }
      if (via === 'helper') {
        await helpers.store(way.helper, { serverKey: key, ...entry }, signal)
      } else if (via === 'helm-login') await logIn(way.program, saved, credential, signal)
      else {
        const content = await readHelmFile(file.path, file.shown)
        await writeHelmFile(file.path, withSignIn(content, key, entry))
      }
      return { via, file: file.shown }
    },
  }
}

/** helm keeps Docker Hub under docker's key, for two of its names: docs/protocol.md, "Where sign-ins lie". */
const keyOf = (host: string): string =>
  host === 'docker.io' || host === 'registry-1.docker.io' ? 'https://index.docker.io/v1/' : host

const loginArguments = ({ host, plainHttp, connection }: SavedRegistry, username: string) => [
  'registry',
  'login',
  host,
  '--username',
  username,
  '--password-stdin',
  ...(plainHttp ? ['--plain-http'] : []),
  ...(connection.ca ? ['--ca-file', connection.ca.file] : []),
]

const describe = (way: Way, saved: SavedRegistry, { username }: Credential): string => {
  if (way.via === 'helper') return `docker-credential-${way.helper}`
  if (way.via === 'file') return ''
  const words = ['helm', ...loginArguments(saved, username)]
  return commandLine('bash', words) ?? words.join(' ')
}
