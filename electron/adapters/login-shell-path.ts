import { spawn } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { killTree } from './kill-tree.ts'

const timeoutMs = 5_000
const limitChars = 64 * 1024
const mark = '__chartroom_path__'

/**
 * The PATH that the user's terminal has: a program started from a dock or a menu gets a much shorter one
 * (docs/protocol.md, "Where sign-ins lie"). Undefined where there is no such shell or it does not answer.
 */
export const loginShellPath = (
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Promise<string | undefined> => {
  const shell = env['SHELL']
  if (platform === 'win32' || !shell || !path.isAbsolute(shell)) return Promise.resolve(undefined)
  return new Promise(resolve => {
    // Start-up files may print: what is wanted stands between two marks.
    const child = spawn(shell, ['-ilc', `printf '%s%s%s' ${mark} "$PATH" ${mark}`], {
      env,
      cwd: os.tmpdir(),
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    })
    let said = ''
    const answer = (found?: string) => {
      clearTimeout(timer)
      resolve(found)
    }
    const timer = setTimeout(() => {
      killTree(child)
      answer()
    }, timeoutMs)
    child.stdout.on('data', (chunk: Buffer) => {
      if (said.length < limitChars) said += chunk.toString('utf8')
    })
    child.once('error', () => answer())
    child.once('close', () => answer(said.split(mark)[1]))
  })
}
