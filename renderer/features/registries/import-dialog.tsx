import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FoundSignIn } from '../../../shared/ipc/schemas/registries.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import { CallOutcome } from './call-outcome.tsx'
import styles from './dialogs.module.css'
import { choiceAtFirst, keepOf, type ImportChoice } from './import-choice.ts'
import { ImportList } from './import-list.tsx'
import { useAsking } from './use-asking.ts'

type Props = {
  onClose: () => void
  /** All went well; the first of the new registries. */
  onImported: (registryId: string | undefined) => void
}

type Failed = readonly { readonly host: string; readonly reason: string }[]

function FailedNote({ failed }: { failed: Failed }) {
  const { t } = useTranslation()
  if (failed.length === 0) return null
  return (
    <Note icon="alert" tone="bad" title={t('registries.import.failed', { count: failed.length })}>
      <ul>
        {failed.map(({ host, reason }, at) => (
          <li key={at}>
            {host}: {t([`errors.${reason}.title`, 'errors.unexpected.internal.title'], { host })}
          </li>
        ))}
      </ul>
    </Note>
  )
}

/** `6 of 8 selected: 2 used where they are, 4 copied to the keychain` */
const useSummary = (found: readonly FoundSignIn[], choice: ImportChoice): string => {
  const { t } = useTranslation()
  const keychain = useContractQuery('app.info', {}).data?.keychain
  const chosen = found.filter(({ id }) => choice.chosen.has(id))
  const there = chosen.filter(one => keepOf(choice, one) === 'where-it-lies').length
  const copied = chosen.length - there
  const where = keychain?.state === 'unavailable' ? 'untilQuit' : 'copied'
  const parts = [
    there > 0 && t('registries.import.there', { count: there }),
    copied > 0 && t(`registries.import.${where}`, { count: copied }),
  ].filter(Boolean)
  const selected = t('registries.import.selected', { count: chosen.length, total: found.length })
  return parts.length === 0 ? selected : `${selected}: ${parts.join(', ')}`
}

/** Hosts and user names in docker's, helm's and podman's config files. No secret is read before Import. */
export function ImportDialog({ onClose, onImported }: Props) {
  const { t } = useTranslation()
  const query = useContractQuery('registries.importable', {}, { staleTime: 0 })
  const [changed, setChanged] = useState<ImportChoice>()
  const [failed, setFailed] = useState<Failed>([])
  const run = useAsking('registries.import')
  const found = query.data?.found ?? []
  const isEmpty = query.data?.found.length === 0
  const choice = changed ?? choiceAtFirst(found)
  const chosen = found.filter(({ id }) => choice.chosen.has(id))
  const summary = useSummary(found, choice)
  const nothing = chosen.length === 0 ? t('registries.import.choose') : undefined
  const submit = () => {
    if (nothing !== undefined || run.isAsking) return
    run.ask({
      input: ({ decisions }) => ({
        chosen: chosen.map(one => ({ foundId: one.id, keep: keepOf(choice, one) })),
        decisions,
      }),
      onAnswer: answer => {
        setFailed(answer.failed)
        if (answer.failed.length === 0) onImported(answer.added[0]?.id)
        // What is there by now is no longer to be imported.
        else setChanged(undefined)
      },
    })
  }
  const files = t('registries.import.files', { count: new Set(found.map(({ file }) => file)).size })
  return (
    <Dialog
      title={t('registries.import.title')}
      width={748}
      {...(found.length > 0 && {
        description: t('registries.import.found', { count: found.length, files }),
      })}
      onClose={onClose}
      onSubmit={submit}
      footerNote={found.length > 0 && <span className="num">{summary}</span>}
      buttons={
        <>
          <Button onClick={onClose}>{t(isEmpty ? 'common.close' : 'common.cancel')}</Button>
          {!isEmpty && (
            <Button
              type="submit"
              variant="primary"
              disabledReason={nothing}
              isDisabled={nothing !== undefined || run.isAsking}
            >
              {run.isAsking
                ? t('registries.import.running')
                : t('registries.import.button', { count: chosen.length })}
            </Button>
          )}
        </>
      }
    >
      <div className={styles.form}>
        <QueryView query={query} slow={t('registries.import.reading')}>
          {() =>
            isEmpty ? (
              <p className={styles.text}>{t('registries.import.none')}</p>
            ) : (
              <ImportList
                found={found}
                choice={choice}
                onChange={next => {
                  setChanged(next)
                  run.reset()
                }}
              />
            )
          }
        </QueryView>
        <FailedNote failed={failed} />
        <CallOutcome asking={run} />
        {!isEmpty && (
          <p className="t3 fs12 row">
            <Icon name="lock" size={14} />
            {t('registries.import.untouched')}
          </p>
        )}
      </div>
    </Dialog>
  )
}
