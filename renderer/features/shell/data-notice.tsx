import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../components/icon-button.tsx'
import { Strip } from '../../components/strip.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'

/** What became of the saved data at this start, until it is closed. */
export function DataNotice() {
  const { t } = useTranslation()
  const notice = useContractQuery('app.info', {}).data?.dataNotice
  const [isClosed, setClosed] = useState(false)
  if (!notice || isClosed) return null
  const { kind, file } = notice
  return (
    <Strip
      icon="alert"
      tone={kind === 'newer' ? 'quiet' : 'warn'}
      actions={
        <IconButton icon="close" label={t('common.close')} onClick={() => setClosed(true)} />
      }
    >
      <b>{t(`shell.dataNotice.${kind}.title`)}</b> {t(`shell.dataNotice.${kind}.text`, { file })}
    </Strip>
  )
}
