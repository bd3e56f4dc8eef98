import type { Warning } from '../../shared/ipc/schemas/charts.ts'

export type WarningGroup = {
  readonly key: string
  /** Of all there are, listed or not. */
  readonly count: number
  readonly members: readonly Warning[]
}

/** The same kind of oddity is one group, in the order of their first. */
export const groupWarnings = (warnings: readonly Warning[]): WarningGroup[] => {
  const groups = new Map<string, { count: number; members: Warning[] }>()
  const add = (key: string, count: number, members: readonly Warning[]) => {
    const group = groups.get(key) ?? { count: 0, members: [] }
    groups.set(key, { count: group.count + count, members: [...group.members, ...members] })
  }
  for (const warning of warnings) {
    const { key, params } = warning
    if (key === 'more-warnings') add(String(params['of']), Number(params['count']), [])
    else add(key, 1, [warning])
  }
  return [...groups].map(([key, group]) => ({ key, ...group }))
}
