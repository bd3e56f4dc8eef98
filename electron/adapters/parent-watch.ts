import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What the process table says of one process. */
export type ProcessEntry = { readonly parent: number; readonly command: string }
export type ReadProcess = (pid: number) => ProcessEntry | undefined

const launcher = /\b(npm|npx|pnpm|yarn)\b/
const maxAncestors = 6
const pollMs = 500

/**
 * Calls back once when a process that started this one is gone. npm forwards no SIGTERM, so the host has to notice
 * by itself. Watches every process from here up to npm; without npm, the parent only. The returned function stops.
 */
export const onParentGone = (
  callback: () => void,
  readProcess: ReadProcess = readProcessTable,
): (() => void) => {
  const chain = findChain(readProcess)
  // Started by init, or as a service: nobody to wait for.
  if (chain.length === 0) return () => {}
  const timer = setInterval(() => {
    if (isWhole(chain, readProcess)) return
    clearInterval(timer)
    callback()
  }, pollMs)
  timer.unref()
  return () => clearInterval(timer)
}

type Link = { readonly child: number; readonly parent: number }

/** Pairs of child and parent, from this process upwards. */
export const findChain = (readProcess: ReadProcess): readonly Link[] => {
  const chain: Link[] = []
  let child = process.pid
  let parent = process.ppid
  while (parent > 1 && chain.length < maxAncestors) {
    chain.push({ child, parent })
    const entry = readProcess(parent)
    if (entry === undefined) break
    if (launcher.test(entry.command)) return chain
    child = parent
    parent = entry.parent
  }
  return chain.slice(0, 1)
}

/** An orphan gets another parent at once, even while nobody has collected the dead one. */
const isWhole = (chain: readonly Link[], readProcess: ReadProcess): boolean =>
  chain.every(({ child, parent }) => {
    if (child === process.pid) return process.ppid === parent && isAlive(parent)
    return process.platform === 'linux' ? readProcess(child)?.parent === parent : isAlive(parent)
  })

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: the process lives and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const readProcessTable: ReadProcess = pid => {
  try {
    return process.platform === 'linux' ? readProc(pid) : askPs(pid)
  } catch {
    return undefined
  }
}

const readProc = (pid: number): ProcessEntry => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name stands in parentheses and may hold any character; the state and the parent come after it.
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  return { parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }
}

/** macOS. Windows has no ps, and watches the direct parent only. */
const askPs = (pid: number): ProcessEntry | undefined => {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,command=', '-p', String(pid)], {
    encoding: 'utf8',
  })
  const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? '') ?? []
  return parent === undefined ? undefined : { parent: Number(parent), command: command ?? '' }
}
