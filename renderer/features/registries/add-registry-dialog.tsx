import { useEffect, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Decisions, Probe, Registry } from '../../../shared/ipc/schemas/registries.ts'
import { parsePastedReference } from '../../../shared/model/filter.ts'
import {
  formatReference,
  parseRegistryAddress,
  type Reference,
} from '../../../shared/model/reference.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import { useOpenReference } from '../../lib/open-reference.ts'
import { AddressNote } from './address-note.tsx'
import { CallOutcome } from './call-outcome.tsx'
import styles from './dialogs.module.css'
import { KeychainLine } from './keychain-line.tsx'
import { SignInChoice } from './sign-in-choice.tsx'
import { emptySignIn, toNewSignIn, type SignInDraft } from './sign-in-draft.ts'
import { useAsking } from './use-asking.ts'

type Props = {
  initialAddress?: string | undefined
  /** What was pasted, and opens once its registry is there. */
  thenOpens?: Reference | undefined
  onClose: () => void
  onAdded: (registry: Registry) => void
}

const useFound = (host: string | undefined) => {
  const found = useContractQuery('registries.importable', {}).data?.found
  return found?.filter(signIn => signIn.host === host) ?? []
}

/** An address and a sign-in. The form is read while typing; the registry is asked after paste, Enter or leaving. */
export function AddRegistryDialog({ initialAddress = '', thenOpens, onClose, onAdded }: Props) {
  const { t } = useTranslation()
  const openReference = useOpenReference()
  const [address, setAddress] = useState(initialAddress)
  const [signIn, setSignIn] = useState<SignInDraft>()
  const [looked, setLooked] = useState<{ address: string; probe?: Probe }>()
  const [tested, setTested] = useState<Probe>()
  const [agreed, setAgreed] = useState<Decisions>({})
  const parsed = parseRegistryAddress(address)
  const found = useFound(parsed?.host)

  const look = useAsking('registries.probe', ({ probe }, input) => {
    setAgreed(before => ({ ...before, ...input.decisions }))
    setLooked({ address: input.address, probe })
  })
  const test = useAsking('registries.probe', ({ probe }, input) => {
    setAgreed(before => ({ ...before, ...input.decisions }))
    setTested(probe)
  })
  const add = useAsking('registries.add', ({ registry }) => onAdded(registry))

  const probe = looked?.address === address.trim() ? looked.probe : undefined
  const suggested: SignInDraft =
    found.length > 0
      ? { ...emptySignIn, kind: 'found', foundId: found[0]?.id }
      : { ...emptySignIn, kind: probe && probe.authentication !== 'none' ? 'user' : 'anonymous' }
  const draft = signIn ?? suggested
  const newSignIn = toNewSignIn(draft)

  const lookAt = (typed: string, decisions: Decisions = {}) => {
    const text = typed.trim()
    if (!parseRegistryAddress(text) || looked?.address === text) return
    setLooked({ address: text })
    look.ask({ address: text, decisions })
  }
  // It was pasted, only elsewhere: nobody is still typing it.
  useEffect(() => {
    if (initialAddress !== '') lookAt(initialAddress)
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  const type = (typed: string) => {
    const reference: Reference | undefined = parsePastedReference(typed)
    if (reference) {
      onClose()
      return openReference(reference)
    }
    setAddress(typed)
    setTested(undefined)
    setAgreed({})
    for (const asking of [look, test, add]) asking.reset()
  }
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const field = event.currentTarget
    // The field has its new text only after this event.
    queueMicrotask(() => setTimeout(() => lookAt(field.value)))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || looked?.address === address.trim()) return
    event.preventDefault()
    lookAt(address)
  }
  const change = (next: SignInDraft) => {
    setSignIn(next)
    setTested(undefined)
    test.reset()
    add.reset()
  }
  const runTest = () =>
    newSignIn && test.ask({ address: address.trim(), signIn: newSignIn, decisions: agreed })
  const submit = () => {
    if (parsed && newSignIn && !add.isAsking)
      add.ask({ address: address.trim(), signIn: newSignIn, decisions: agreed })
  }
  const missing = !parsed
    ? t('registries.addressMissing')
    : newSignIn
      ? undefined
      : t('registries.signInMissing')
  return (
    <Dialog
      title={t('registries.add')}
      description={
        thenOpens && t('registries.thenOpens', { reference: formatReference(thenOpens) })
      }
      onClose={onClose}
      onSubmit={submit}
      footerNote={
        <Button
          disabledReason={missing}
          isDisabled={missing !== undefined || test.isAsking}
          onClick={runTest}
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
            isDisabled={missing !== undefined || add.isAsking}
          >
            {t(add.isAsking ? 'registries.adding' : 'registries.add')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <TextField
          label={t('registries.address')}
          size="lg"
          isMono
          inputMode="url"
          placeholder="registry.example.com"
          value={address}
          onValue={type}
          onPaste={onPaste}
          onKeyDown={onKeyDown}
          onBlur={() => lookAt(address)}
          tone={address.trim() !== '' && !parsed ? 'bad' : 'plain'}
          note={
            <AddressNote
              address={address}
              probe={probe}
              isAsking={look.isAsking}
              error={look.error}
            />
          }
        />
        <CallOutcome asking={look} isErrorHidden />
        <SignInChoice draft={draft} found={found} onChange={change} />
        <CallOutcome asking={test} probe={tested} />
        <CallOutcome asking={add} />
        <KeychainLine />
      </div>
    </Dialog>
  )
}
