import type { TFunction } from 'i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'

/** Why a push to a registry could only fail now, if so. */
export const pushRefusal = (t: TFunction, { host, state }: Registry): string | undefined => {
  if (state.status === 'offline') return t('catalog.menu.pushOffline', { host })
  return state.status === 'sign-in-needed' ? t('catalog.menu.pushSignIn', { host }) : undefined
}
