import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract.ts'
import type { FoundSignIn } from '../../../shared/ipc/schemas/registries.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import { CallOutcome } from './call-outcome.tsx'
import styles from './dialogs.module.css'
import { ImportList } from './import-list.tsx'
import { KeychainLine } from './keychain-line.tsx'
import { useAsking } from './use-asking.ts'

type Props = {
  onClose: () => void
  /** All went well; the first of the new registries. */
  onImported: (registryId: string | undefined) => void
}

type Importable = Output<'registries.importable'>

/** One for each host: the same host twice takes the first of them. */
const chosenAtFirst = (found: readonly FoundSignIn[]): ReadonlySet<string> => {
  const hosts = new Set<string>()
  return new Set(
    found
      .filter(({ host, alreadyAdded }) => {
        const isFirst = !hosts.has(host)
        hosts.add(host)
        return isFirst && !alreadyAdded
      })
      .map(({ id }) => id),
  )
}

/** Hosts and user names in docker's and helm's config files. No secret is read before Import. */
export function ImportDialog({ onClose, onImported }: Props) {
  const { t } = useTranslation()
  const query = useContractQuery('registries.importable', {}, { staleTime: 0 })
  const [picked, setPicked] = useState<ReadonlySet<string>>()
  const [failed, setFailed] = useState<readonly { host: string; reason: string }[]>([])
  const run = useAsking('registries.import', answer => {
    setFailed(answer.failed)
    if (answer.failed.length === 0) onImported(answer.added[0]?.id)
  })
  const found = query.data?.found ?? []
  const chosen = picked ?? chosenAtFirst(found)
  const nothing = chosen.size === 0 ? t('registries.import.choose') : undefined
  const submit = () =>
    chosen.size > 0 &&
    !run.isAsking &&
    run.ask({
      chosen: [...chosen].map(foundId => ({ foundId, keep: 'keychain' as const })),
      decisions: {},
    })
  const files = new Set(found.map(({ file }) => file)).size
  const filesText = t('registries.import.files', { count: files })
  return (
    <Dialog
      title={t('registries.import.title')}
      width={748}
      description={
        found.length > 0
          ? t('registries.import.found', { count: found.length, files: filesText })
          : ''
      }
      onClose={onClose}
      onSubmit={submit}
      footerNote={
        found.length > 0 &&
        t('registries.import.selected', { count: chosen.size, total: found.length })
      }
      buttons={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            variant="primary"
            disabledReason={nothing}
            isDisabled={nothing !== undefined || run.isAsking}
          >
            {t('registries.import.button', { count: chosen.size })}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <QueryView query={query} slow={t('registries.import.reading')}>
          {() => (
            <>
              {found.length === 0 ? (
                <p className={styles.text}>{t('registries.import.none')}</p>
              ) : (
                <ImportList found={found} chosen={chosen} onChange={setPicked} />
              )}
            </>
          )}
        </QueryView>
        {failed.length > 0 && (
          <Note
            icon="alert"
            tone="bad"
            title={t('registries.import.failed', { count: failed.length })}
          >
            <ul>
              {failed.map(({ host, reason }) => (
                <li key={host}>
                  {host}:{' '}
                  {t([`errors.${reason}.title`, 'errors.unexpected.internal.title'], { host })}
                </li>
              ))}
            </ul>
          </Note>
        )}
        <CallOutcome asking={run} />
        <KeychainLine />
        <p className="t3 fs12 row">
          <Icon name="lock" size={14} />
          {t('registries.import.untouched')}
        </p>
      </div>
    </Dialog>
  )
}
