import type { Warning } from '../../../shared/ipc/schemas/charts.ts'
import { archiveLimits } from './archive-limits.ts'

export type WarningList = {
  add(...warnings: readonly Warning[]): void
  all(): Warning[]
}

/** Nobody reads thousands of them: the first of each kind are kept, all are counted. */
export const createWarningList = (): WarningList => {
  const kinds = new Map<string, { readonly told: Warning[]; untold: number }>()
  return {
    add: (...warnings) => {
      for (const warning of warnings) {
        const kind = kinds.get(warning.key) ?? { told: [], untold: 0 }
        kinds.set(warning.key, kind)
        if (kind.told.length < archiveLimits.warningsOfOneKind) kind.told.push(warning)
        else kind.untold += 1
      }
    },
    all: () =>
      [...kinds].flatMap(([of, { told, untold }]) =>
        untold === 0 ? told : [...told, { key: 'more-warnings', params: { of, count: untold } }],
      ),
  }
}
