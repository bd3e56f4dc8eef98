import { useTranslation } from 'react-i18next'
import type { ChartSource } from '../../../../shared/ipc/schemas/charts.ts'
import { IconButton } from '../../../components/icon-button.tsx'
import { host } from '../../../host/host.ts'
import { announce } from '../../../lib/announce.ts'
import { useContractMutation } from '../../../lib/contract-query.ts'
import { useErrorWords } from '../../../lib/error-words.ts'

/** Saves one file: a dialog of the system on the desktop, a download in the browser. */
export function SaveFileButton({ source, index }: { source: ChartSource; index: string }) {
  const { t } = useTranslation()
  const save = useContractMutation('charts.saveFile', {
    onSuccess: ({ saved, ticket }) => {
      if (ticket) host.download(ticket.url, ticket.fileName)
      if (saved !== undefined) announce(t('chart.files.saved', { path: saved }))
    },
  })
  const words = useErrorWords(save.error)
  return (
    <>
      {save.error && (
        <span role="alert" className="bad trunc" title={words.advice}>
          {words.title}
        </span>
      )}
      {save.data?.saved !== undefined && <span className="t2 trunc">{save.data.saved}</span>}
      <IconButton
        icon="download"
        label={t('chart.files.save')}
        isDisabled={save.isPending}
        onClick={() => save.mutate({ source, index })}
      />
    </>
  )
}
