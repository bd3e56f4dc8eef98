import { AppError, isAppError } from '../../../shared/errors.ts'
import type { Warning } from '../../../shared/ipc/schemas/charts.ts'
import { escapeForShow } from './escape-for-show.ts'

/** Why helm 3 and helm 4 load a chart or do not: the first reason of each. */
export type HelmRefusals = {
  readonly helm3: AppError | undefined
  readonly helm4: AppError | undefined
}

/** Which of them load it. */
export const loadedBy = ({ helm3, helm4 }: HelmRefusals): ('3' | '4')[] => [
  ...(helm3 ? [] : (['3'] as const)),
  ...(helm4 ? [] : (['4'] as const)),
]

export const noRefusals: HelmRefusals = { helm3: undefined, helm4: undefined }

export const firstOf = (before: HelmRefusals, after: HelmRefusals): HelmRefusals => ({
  helm3: before.helm3 ?? after.helm3,
  helm4: before.helm4 ?? after.helm4,
})

export const both = (error: AppError): HelmRefusals => ({ helm3: error, helm4: error })

/** What stops a push: a chart that neither loads. The words are helm 3's, with helm 4's beside them. */
export const commonRefusal = ({ helm3, helm4 }: HelmRefusals): AppError | undefined => {
  if (!helm3 || !helm4) return undefined
  const said4 = saidBy(helm4)
  if (said4 === '' || said4 === saidBy(helm3)) return helm3
  return new AppError(helm3.code, helm3.reason, { ...helm3.params, said4 })
}

/** What the one says that does not load a chart which the other loads. */
export const oneSidedRefusal = ({ helm3, helm4 }: HelmRefusals): Warning[] => {
  if (helm3 && !helm4) return [{ key: 'helm-3-refuses', params: { said: saidBy(helm3) } }]
  if (helm4 && !helm3) return [{ key: 'helm-4-refuses', params: { said: saidBy(helm4) } }]
  return []
}

const saidBy = ({ params }: AppError): string => String(params['said'] ?? '')

/** Puts what helm was doing before what it says. Other errors stay as they are. */
export const saying = <T>(before: string, error: T): T | AppError => {
  if (!isAppError(error) || error.params['said'] === undefined) return error
  const said = escapeForShow(`${before}: ${error.params['said']}`).slice(0, 400)
  return new AppError(error.code, error.reason, { ...error.params, said })
}
