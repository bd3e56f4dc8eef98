import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { HelmSignInPlan } from '../../../shared/ipc/schemas/sign-ins.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Note } from '../../components/note.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import styles from '../../components/sign-in-form/dialogs.module.css'
import { Failure } from '../../components/failure.tsx'
import { noTerms, useAsking } from '../../components/asking/use-asking.ts'

type Props = { registry: Registry; onClose: () => void }

function Plan({ plan }: { plan: HelmSignInPlan }) {
  const { t } = useTranslation()
  return (
    <>
      <p className={styles.text}>{t(`registries.helm.${plan.via}`)}</p>
      {plan.shown !== '' && (
        <div className={`${styles.shown} mono`}>
          {/* A line breaks between words, never within an option. */}
          {plan.shown.split(' ').map((word, at) => (
            <span key={at} className={styles.shownWord}>
              {word}{' '}
            </span>
          ))}
        </div>
      )}
      <p className="t2 fs12">{t('registries.helm.inFile', { file: plan.file })}</p>
    </>
  )
}

/** What would be done to sign helm in, and done only then. Where helm keeps the password readable, it says so first. */
export function HelmSignInDialog({ registry, onClose }: Props) {
  const { t } = useTranslation()
  const query = useContractQuery(
    'signIns.planForHelm',
    { registryId: registry.id },
    { staleTime: 0, gcTime: 0 },
  )
  const [done, setDone] = useState<string>()
  const run = useAsking('signIns.giveToHelm')
  const plan = query.data?.plan
  // Helm's own file says the same before it is written: by this plan, or by an answer that owes it.
  const isReadable = plan?.via === 'file' || run.owed?.decision === 'plain-text'
  const submit = () => {
    if (!plan || run.isAsking) return
    run.ask(
      {
        input: ({ decisions }) => ({ registryId: registry.id, decisions }),
        onAnswer: ({ file }) => setDone(file),
      },
      { ...noTerms, decisions: isReadable ? { plainText: true } : {} },
    )
  }
  if (done !== undefined)
    return (
      <Dialog
        title={t('registries.helm.title', { host: registry.host })}
        onClose={onClose}
        onSubmit={onClose}
        buttons={
          <Button type="submit" variant="primary" data-autofocus="">
            {t('common.close')}
          </Button>
        }
      >
        <Note icon="check" tone="ok" title={t('registries.helm.done')}>
          {t('registries.helm.doneText', { file: done })}
        </Note>
      </Dialog>
    )
  return (
    <Dialog
      title={t('registries.helm.title', { host: registry.host })}
      onClose={onClose}
      // Return does not write a password to a file.
      onSubmit={isReadable ? undefined : submit}
      buttons={
        <>
          <Button {...(isReadable && { 'data-autofocus': '' as const })} onClick={onClose}>
            {t('registries.helm.not')}
          </Button>
          <Button
            type={isReadable ? 'button' : 'submit'}
            variant={isReadable ? 'danger' : 'primary'}
            isDisabled={!plan || run.isAsking}
            onClick={isReadable ? submit : undefined}
          >
            {t(isReadable ? 'registries.helm.write' : 'registries.helm.button')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <QueryView query={query} slow={t('registries.helm.looking')}>
          {data => (
            <>
              <Plan plan={data.plan} />
              {isReadable && (
                <Note icon="alert" tone="warn" title={t('registries.helm.readable')}>
                  {t('registries.helm.readableText', { file: data.plan.file })}
                </Note>
              )}
            </>
          )}
        </QueryView>
        {run.error && <Failure error={run.error} />}
      </div>
    </Dialog>
  )
}
