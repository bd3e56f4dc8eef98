import type { TFunction } from 'i18next'
import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { formatClock } from './formats.ts'

/** Until when a registry wants no requests; undefined where it takes them. */
export const quietUntilMs = ({ state }: Registry): number | undefined =>
  state.limitedUntilMs !== undefined && state.limitedUntilMs > Date.now()
    ? state.limitedUntilMs
    : undefined

/** Why a version cannot be pulled from its registry now, if so. `isHere`: whether its archive is on this machine. */
export const pullRefusal = (
  t: TFunction,
  registry: Registry,
  isHere: boolean | undefined,
): string | undefined => {
  if (isHere === true) return undefined
  const { host, state } = registry
  if (state.status === 'offline')
    return t(isHere === false ? 'versions.pullNotHere' : 'versions.pullOffline', { host })
  const untilMs = quietUntilMs(registry)
  return untilMs === undefined
    ? undefined
    : t('versions.pullLimited', { host, time: formatClock(untilMs) })
}
