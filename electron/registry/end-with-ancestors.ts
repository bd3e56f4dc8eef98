import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process and when it started: the pair names it even after its id was given to another one. */
export type ProcessFacts = {
  readonly pid: number
  readonly parentPid: number
  readonly startedAt: string
  readonly command: string
}

const pollEveryMs = 500
const deepest = 8

const readLinux = (pid: number): ProcessFacts | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // proc(5): the name stands in parentheses and may hold any character, so count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    const [state, parentPid = '0'] = fields
    if (state === 'Z') return undefined
    return { pid, parentPid: Number(parentPid), startedAt: fields[19] ?? '', command }
  } catch {
    return undefined
  }
}

const readByPs = (pid: number): ProcessFacts | undefined => {
  try {
    const options = { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } } as const
    const line = execFileSync('ps', ['-o', 'ppid=,lstart=,command=', '-p', String(pid)], options)
    const match = /^\s*(\d+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/m.exec(line)
    if (!match) return undefined
    const [, parentPid = '0', startedAt = '', command = ''] = match
    return { pid, parentPid: Number(parentPid), startedAt, command }
  } catch {
    return undefined
  }
}

const readByAsking = (pid: number): ProcessFacts | undefined => {
  try {
    process.kill(pid, 0)
    return { pid, parentPid: 0, startedAt: '', command: '' }
  } catch {
    return undefined
  }
}

const readerOf: Partial<Record<NodeJS.Platform, (pid: number) => ProcessFacts | undefined>> = {
  linux: readLinux,
  darwin: readByPs,
}
const read = readerOf[process.platform] ?? readByAsking

/** From the parent up to the npm that started us, or the parent alone when none did. */
const listAncestors = (): ProcessFacts[] => {
  const chain: ProcessFacts[] = []
  let next = process.ppid
  while (chain.length < deepest && next > 1) {
    const facts = read(next)
    if (!facts) break
    chain.push(facts)
    if (/\bnpm\b/.test(facts.command)) return chain
    next = facts.parentPid
  }
  return chain.slice(0, 1)
}

/**
 * Calls back once when the parent, or the npm above it, is gone: npm passes no SIGTERM on, so that is all there
 * is to notice. Does not keep the process alive.
 */
export const endWithAncestors = (onGone: () => void): void => {
  const ancestors = listAncestors()
  const isThere = ({ pid, startedAt }: ProcessFacts) => read(pid)?.startedAt === startedAt
  const timer = setInterval(() => {
    if (ancestors.every(isThere)) return
    clearInterval(timer)
    onGone()
  }, pollEveryMs)
  timer.unref()
}
