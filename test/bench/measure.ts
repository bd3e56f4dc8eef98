import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export type Measured = {
  /** Wall time of the whole process. */
  readonly ms: number
  /** Highest resident memory of the process, where the system tells (Linux). */
  readonly peakBytes: number | undefined
  readonly stdout: string
}

/** Runs a program to its end. Throws when it fails: a peer that fails is no figure. */
export const measureCommand = async (
  command: string,
  args: readonly string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<Measured> => {
  const started = performance.now()
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    ...(options.cwd !== undefined && { cwd: options.cwd }),
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', text => (stderr += text))
  let peakBytes: number | undefined
  const watch = setInterval(() => {
    peakBytes = peakOf(child.pid) ?? peakBytes
  }, 5)
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  }).finally(() => clearInterval(watch))
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr.slice(-500)}`)
  }
  return { ms: performance.now() - started, peakBytes, stdout }
}

const peakOf = (pid: number | undefined): number | undefined => {
  try {
    const kib = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kib === undefined ? undefined : Number(kib) * 1024
  } catch {
    // Gone, or not Linux.
    return undefined
  }
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
