import { useTranslation } from 'react-i18next'
import { useRegistrySays } from '../lib/registry-says.ts'
import { IconButton } from './icon-button.tsx'
import { Strip } from './strip.tsx'

/** What a registry has to say of itself, in its own words, until it is closed. */
export function RegistrySays({ registryId, host }: { registryId: string; host: string }) {
  const { t } = useTranslation()
  const { texts, close } = useRegistrySays(registryId)
  return texts.map(text => (
    <Strip
      key={text}
      icon="alert"
      actions={<IconButton icon="close" label={t('common.close')} onClick={() => close(text)} />}
    >
      <b>{t('common.registrySays', { host })}</b> {text}
    </Strip>
  ))
}
