import { useTranslation } from 'react-i18next'
import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { Strip } from './strip.tsx'

/** What a registry wants people to know, in its own words. */
export function NoticeStrips({ registry }: { registry: Registry }) {
  const { t } = useTranslation()
  return registry.notices?.map(notice => (
    <Strip key={notice} icon="alert">
      {t('common.registryNotice', { host: registry.host, notice })}
    </Strip>
  ))
}
