import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Decisions, Probe, Registry } from '../../../shared/ipc/schemas/registries.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import { CallOutcome } from './call-outcome.tsx'
import styles from './dialogs.module.css'
import { KeychainLine } from './keychain-line.tsx'
import { SignInChoice } from './sign-in-choice.tsx'
import { emptySignIn, toNewSignIn, type SignInDraft } from './sign-in-draft.ts'
import { useAsking } from './use-asking.ts'

type Props = { registry: Registry; onClose: () => void }

/** Another sign-in for a registry that is in the sidebar already. */
export function SignInDialog({ registry, onClose }: Props) {
  const { t } = useTranslation()
  const known = registry.signIn.kind === 'user' ? registry.signIn.username : ''
  const [changed, setChanged] = useState<SignInDraft>()
  const [tested, setTested] = useState<Probe>()
  const [agreed, setAgreed] = useState<Decisions>(registry.plainHttp ? { plainHttp: true } : {})
  const found =
    useContractQuery('registries.importable', {}).data?.found.filter(
      ({ host }) => host === registry.host,
    ) ?? []
  const draft: SignInDraft = changed ?? {
    ...emptySignIn,
    kind: found.length > 0 && known === '' ? 'found' : 'user',
    username: known,
    foundId: found[0]?.id,
  }
  const save = useAsking('registries.signIn', onClose)
  const test = useAsking('registries.probe', ({ probe }, input) => {
    setAgreed(before => ({ ...before, ...input.decisions }))
    setTested(probe)
  })
  const signIn = toNewSignIn(draft)
  const missing = signIn ? undefined : t('registries.signInMissing')
  const scheme = registry.plainHttp ? 'http://' : 'https://'
  const address = `${scheme}${registry.host}${registry.path === '' ? '' : `/${registry.path}`}`
  const submit = () => {
    if (signIn && !save.isAsking) save.ask({ registryId: registry.id, signIn, decisions: agreed })
  }
  const change = (next: SignInDraft) => {
    setChanged(next)
    setTested(undefined)
    test.reset()
    save.reset()
  }
  return (
    <Dialog
      title={t('registries.signInTo', { host: registry.host })}
      onClose={onClose}
      onSubmit={submit}
      footerNote={
        <Button
          disabledReason={missing}
          isDisabled={missing !== undefined || test.isAsking}
          onClick={() => signIn && test.ask({ address, signIn, decisions: agreed })}
        >
          {t(
            test.isAsking
              ? 'registries.testing'
              : tested
                ? 'registries.testAgain'
                : 'registries.test',
          )}
        </Button>
      }
      buttons={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            type="submit"
            variant="primary"
            disabledReason={missing}
            isDisabled={missing !== undefined || save.isAsking}
          >
            {t(
              draft.kind === 'anonymous' ? 'registries.useAnonymously' : 'registries.signInButton',
            )}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <SignInChoice draft={draft} found={found} onChange={change} />
        <CallOutcome asking={test} probe={tested} />
        <CallOutcome asking={save} />
        <KeychainLine />
      </div>
    </Dialog>
  )
}
