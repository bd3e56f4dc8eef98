import { findTool } from '../../../scripts/lib/tools.ts'

export const helmNames = ['helm3', 'helm4'] as const
export type HelmName = (typeof helmNames)[number]
export type HelmJudges = Readonly<Record<HelmName, string>>

/** Both helms, or undefined where one is not here. */
export const findHelmJudges = (): HelmJudges | undefined => {
  const helm3 = findTool('helm3')
  const helm4 = findTool('helm4')
  return helm3 === undefined || helm4 === undefined ? undefined : { helm3, helm4 }
}

/** What both say, written once where they agree. */
export type Said<T> = { readonly 'helm3 and helm4': T } | { readonly helm3: T; readonly helm4: T }

export const saidBy = <T>(said: Said<T>, name: HelmName): T =>
  'helm3' in said ? said[name] : said['helm3 and helm4']

export const askBoth = async <T>(
  judges: HelmJudges,
  ask: (helm: string, name: HelmName) => Promise<T>,
): Promise<Said<T>> => {
  const [helm3, helm4] = await Promise.all([ask(judges.helm3, 'helm3'), ask(judges.helm4, 'helm4')])
  return JSON.stringify(helm3) === JSON.stringify(helm4)
    ? { 'helm3 and helm4': helm3 }
    : { helm3, helm4 }
}
