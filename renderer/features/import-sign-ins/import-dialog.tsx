import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { knownWords } from '../../lib/known-words.ts'
import type { Output } from '../../../shared/ipc/contract.ts'
import type { FoundSignIn } from '../../../shared/ipc/schemas/sign-ins.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Icon } from '../../components/icon.tsx'
import { Note } from '../../components/note.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { askAgain } from '../../lib/ask-again.ts'
import { contractKey, useContractMutation, useContractQuery } from '../../lib/contract-query.ts'
import { isWebHost } from '../../lib/environment.ts'
import { keepsSecrets, useKeychain } from '../../lib/keychain.ts'
import { CallOutcome } from '../../components/asking/call-outcome.tsx'
import styles from '../../components/sign-in-form/dialogs.module.css'
import { choiceAtFirst, keepOf, type ImportChoice } from './import-choice.ts'
import { Failure } from '../../components/failure.tsx'
import { ImportList } from './import-list.tsx'
import { Reveal } from '../../components/reveal.tsx'
import { useAsking } from '../../components/asking/use-asking.ts'

type Props = {
  onClose: () => void
  /** All went well; the first of the new registries. */
  onImported: (registryId: string | undefined) => void
}

type Failed = Extract<Output<'signIns.import'>, { result: 'ok' }>['failed']
type Broken = Output<'signIns.found'>['broken']

function FailedNote({ failed }: { failed: Failed }) {
  const { t } = useTranslation()
  if (failed.length === 0) return null
  return (
    <Reveal>
      <Note icon="alert" tone="bad" title={t('registries.import.failed', { count: failed.length })}>
        <ul>
          {failed.map(({ host, reason, params }, at) => (
            <li key={at}>
              {host}:{' '}
              {knownWords(t, [`errors.${reason}.title`, 'errors.unexpected.internal.title'], {
                host,
                ...params,
              })}
            </li>
          ))}
        </ul>
      </Note>
    </Reveal>
  )
}

/** A file that cannot be read is no file without sign-ins. */
function BrokenNote({ broken }: { broken: Broken }) {
  const { t } = useTranslation()
  return broken.map(({ file, source }) => (
    <Note key={file} icon="alert" tone="warn" title={t('registries.import.broken', { file })}>
      {t('registries.import.brokenText', { program: t(`registries.import.program.${source}`) })}
    </Note>
  ))
}

/** `6 of 8 selected: 2 used where they are, 4 copied to the keychain` */
const useSummary = (found: readonly FoundSignIn[], choice: ImportChoice): string => {
  const { t } = useTranslation()
  const keychain = useKeychain()
  const chosen = found.filter(({ id }) => choice.chosen.has(id))
  const there = chosen.filter(one => keepOf(choice, one) === 'where-it-lies').length
  const copied = chosen.length - there
  const where = keepsSecrets(keychain) ? 'copied' : 'untilQuit'
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
  const client = useQueryClient()
  const cancel = useRef<HTMLButtonElement>(null)
  const query = useContractQuery('signIns.found', {}, { staleTime: 0 })
  const [changed, setChanged] = useState<ImportChoice>()
  const [failed, setFailed] = useState<Failed>([])
  const run = useAsking('signIns.import')
  const lookAgain = () => askAgain(client, { queryKey: contractKey('signIns.found') })
  const locate = useContractMutation('signIns.locateHelper', {
    onSuccess: ({ located }) => located && void lookAgain(),
  })
  const found = query.data?.found ?? []
  const broken = query.data?.broken ?? []
  const unusable = query.data?.unusable ?? []
  const isEmpty = query.data && found.length === 0 && unusable.length === 0
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
        else {
          // What is there by now is no longer to be imported.
          setChanged(undefined)
          void lookAgain()
        }
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
          <Button ref={cancel} onClick={onClose}>
            {t(isEmpty ? 'common.close' : 'common.cancel')}
          </Button>
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
              broken.length === 0 && <p className={styles.text}>{t('registries.import.none')}</p>
            ) : (
              <ImportList
                found={found}
                unusable={unusable}
                choice={choice}
                focusFrom={cancel}
                onLocate={isWebHost ? undefined : name => locate.mutate({ name })}
                onChange={next => {
                  setChanged(next)
                  run.reset()
                }}
              />
            )
          }
        </QueryView>
        <BrokenNote broken={broken} />
        <FailedNote failed={failed} />
        {locate.error && (
          <Reveal>
            <Failure error={locate.error} />
          </Reveal>
        )}
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
