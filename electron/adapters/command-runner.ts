import { spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { Command, CommandResult, CommandRunner } from '../core/ports.ts'
import { killTree } from './kill-tree.ts'
import { launch } from './launch.ts'
import { loginShellPath } from './login-shell-path.ts'

type Env = Readonly<Record<string, string | undefined>>

export type CommandRunnerOptions = {
  readonly env?: Env
  readonly platform?: NodeJS.Platform
  /** The PATH that a terminal has; asked for once, when a program is not on ours. */
  readonly terminalPath?: () => Promise<string | undefined>
}

/**
 * What a program of the user's needs to find its own configuration, and nothing else of ours: no loader variables,
 * no Node options (docs/threats.md, "Where a secret may lie").
 */
const passedOn =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TEMP|TMP|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|GNUPGHOME|GPG_TTY|PASSWORD_STORE_\w+|SSH_AUTH_SOCK|DOCKER_CONFIG|REGISTRY_AUTH_FILE|HELM_\w+|AWS_\w+|CLOUDSDK_\w+|GOOGLE_APPLICATION_CREDENTIALS|AZURE_\w+|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|APPDATA|LOCALAPPDATA|USERPROFILE|HOMEDRIVE|HOMEPATH|ProgramData|ProgramFiles(\(x86\))?|SystemRoot|SystemDrive|windir|ComSpec|PATHEXT)$/

export const createCommandRunner = ({
  env = process.env,
  platform = process.platform,
  terminalPath = () => loginShellPath(env, platform),
}: CommandRunnerOptions = {}): CommandRunner => {
  let asked: Promise<string | undefined> | undefined
  const ownPath = env['PATH'] ?? env['Path']
  const wholePath = async () => [ownPath, await (asked ??= terminalPath())].filter(Boolean)

  return {
    find: async name => {
      // Only a name is taken: with a path somebody else would choose the program.
      if (!/^[\w][\w.-]*$/.test(name)) return undefined
      return (
        (await findOn(ownPath, name, platform)) ??
        (await findOn(await (asked ??= terminalPath()), name, platform))
      )
    },
    run: async (command, signal) => {
      const given = Object.entries(env).filter(([name]) => passedOn.test(name))
      const searched = (await wholePath()).join(path.delimiter)
      return run(command, { ...Object.fromEntries(given), PATH: searched, ...command.env }, signal)
    },
  }
}

/** Absolute folders only: what lies in the current one is nobody's program. */
const findOn = async (
  list: string | undefined,
  name: string,
  platform: NodeJS.Platform,
): Promise<string | undefined> => {
  const folders = (list ?? '').split(path.delimiter).filter(folder => path.isAbsolute(folder))
  for (const folder of folders) {
    for (const ending of platform === 'win32' ? ['.exe', '.cmd'] : ['']) {
      const file = path.join(folder, name + ending)
      if (await isExecutable(file)) return file
    }
  }
  return undefined
}

/** A folder may be entered, which is the same right. */
const isExecutable = async (file: string): Promise<boolean> => {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}

const run = (command: Command, env: Env, signal: AbortSignal): Promise<CommandResult> =>
  new Promise((resolve, reject) => {
    const { program, stdin = '', timeoutMs, limitBytes } = command
    const params = { program: path.basename(program) }
    if (signal.aborted) return reject(new AppError('cancelled', 'by-user'))
    const started = launch(program, command.arguments, process.platform, env['SystemRoot'])
    if (!started || !path.isAbsolute(program)) {
      return reject(new AppError('unexpected', 'program-failed', params))
    }
    const child = spawn(started.file, [...started.arguments], {
      env,
      cwd: os.tmpdir(),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      windowsVerbatimArguments: started.isVerbatim,
      // A group of its own, so that its children go with it.
      detached: process.platform !== 'win32',
    })
    const end = (error: AppError) => {
      killTree(child)
      reject(error)
    }
    const abort = () => end(new AppError('cancelled', 'by-user'))
    const slow = () => end(new AppError('unexpected', 'program-slow', { ...params, timeoutMs }))
    const timer = setTimeout(slow, timeoutMs)
    signal.addEventListener('abort', abort, { once: true })
    const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
    let size = 0
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size <= limitBytes) chunks[name].push(chunk)
        else end(new AppError('unexpected', 'program-output', { ...params, limitBytes }))
      })
    }
    // A program that does not read its input closes it early. That is no failure: its answer counts.
    child.stdin.on('error', () => {})
    child.stdin.end(stdin)
    child.once('error', cause =>
      reject(new AppError('unexpected', 'program-failed', params, { cause })),
    )
    child.once('close', code => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      const text = (name: 'stdout' | 'stderr') => Buffer.concat(chunks[name]).toString('utf8')
      resolve({ exitCode: code ?? -1, stdout: text('stdout'), stderr: text('stderr') })
    })
  })
