import { spawn } from 'node:child_process'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..', '..')
const bin = (name: string) => path.join(root, 'node_modules', '.bin', name)

export type Check = { readonly name: string; readonly command: readonly [string, ...string[]] }

const prettierCache = ['--cache-location', 'node_modules/.cache/checked-by-prettier']

/** What is checked of the sources without running them: each is one test in the count. */
export const sourceChecks: readonly Check[] = [
  { name: 'type check', command: [process.execPath, 'scripts/typecheck.ts'] },
  { name: 'oxlint', command: [bin('oxlint'), '--deny-warnings'] },
  {
    name: 'prettier',
    command: [bin('prettier'), '--check', '--log-level', 'warn', '--cache', ...prettierCache, '.'],
  },
  { name: 'knip', command: [bin('knip'), '--no-progress'] },
]

/** One after the other; what they print comes whole, when each has ended. Returns the names of those that failed. */
export const runChecks = async (
  checks: readonly Check[],
  env: NodeJS.ProcessEnv,
): Promise<string[]> => {
  const failed: string[] = []
  for (const { name, command } of checks) if (!(await runCheck(command, env))) failed.push(name)
  return failed
}

const runCheck = async ([program, ...args]: Check['command'], env: NodeJS.ProcessEnv) => {
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => said.push(chunk))
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  process.stdout.write(Buffer.concat(said))
  return status === 0
}
