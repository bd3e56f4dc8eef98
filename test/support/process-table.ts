import { readdirSync, readFileSync } from 'node:fs'

export type TableEntry = { readonly pid: number; readonly parent: number; readonly command: string }

/** The processes of this machine that live (Linux). */
export const readProcesses = (): TableEntry[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), command }]
      } catch {
        return []
      }
    })

/** A process and everything below it. */
export const processTree = (root: number): TableEntry[] => {
  const all = readProcesses()
  const below = (pid: number): TableEntry[] =>
    all.filter(({ parent }) => parent === pid).flatMap(entry => [entry, ...below(entry.pid)])
  return [...all.filter(({ pid }) => pid === root), ...below(root)]
}
