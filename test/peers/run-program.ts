import { spawn } from 'node:child_process'

export type Ran = {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end. Throws on a bad status unless `fails` says that it may. */
export const run = async (
  command: string,
  args: readonly string[],
  { fails = false, ...options }: { fails?: boolean; cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> => {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', text => (stderr += text))
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  if (status !== 0 && !fails) {
    throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`)
  }
  return { status, stdout, stderr }
}
