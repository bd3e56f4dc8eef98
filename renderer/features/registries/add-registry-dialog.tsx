import { useEffect, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Probe, Registry } from '../../../shared/ipc/schemas/registries.ts'
import { parsePastedReference } from '../../../shared/model/filter.ts'
import {
  formatReference,
  parseRegistryAddress,
  type Reference,
} from '../../../shared/model/reference.ts'
import { TextField } from '../../components/text-field.tsx'
import { useOpenReference } from '../../lib/open-reference.ts'
import { AddressNote } from './address-note.tsx'
import { AlsoHelm } from './also-helm.tsx'
import { CallOutcome } from './call-outcome.tsx'
import { ConnectedNote } from './connected-note.tsx'
import { missingPart, usualConnection, type ConnectionDraft } from './connection-draft.ts'
import styles from './dialogs.module.css'
import { handOver } from './hand-over.ts'
import { KeychainLine } from './keychain-line.tsx'
import { SignInChoice } from './sign-in-choice.tsx'
import { SignInFrame } from './sign-in-frame.tsx'
import { emptySignIn, toNewSignIn, type SignInDraft, type SignInWays } from './sign-in-draft.ts'
import { TlsOptions } from './tls-options.tsx'
import { noTerms, useAsking, type Terms } from './use-asking.ts'
import { useSignInWays } from './use-sign-in-ways.ts'

type Props = {
  initialAddress?: string | undefined
  /** What was pasted, and opens once its registry is there. */
  thenOpens?: Reference | undefined
  onClose: () => void
  onAdded: (registry: Registry, options: { alsoHelm: boolean }) => void
}

const suggestedSignIn = (ways: SignInWays, probe: Probe | undefined): SignInDraft => {
  const usable = ways.found.find(({ secretIn }) => secretIn.kind !== 'missing-helper')
  if (usable) return { ...emptySignIn, kind: 'found', foundId: usable.id }
  return { ...emptySignIn, kind: probe && probe.authentication !== 'none' ? 'user' : 'anonymous' }
}

/** An address and a sign-in. The form is read while typing; the registry is asked after paste, Enter or leaving. */
export function AddRegistryDialog({ initialAddress = '', thenOpens, onClose, onAdded }: Props) {
  const { t } = useTranslation()
  const openReference = useOpenReference()
  const [typed, setTyped] = useState(initialAddress)
  const [changed, setChanged] = useState<SignInDraft>()
  const [looked, setLooked] = useState<{ address: string; probe?: Probe }>()
  const [tested, setTested] = useState<Probe>()
  const [terms, setTerms] = useState<Terms>(noTerms)
  const [alsoHelm, setAlsoHelm] = useState(false)
  const look = useAsking('registries.probe')
  const test = useAsking('registries.probe')
  const add = useAsking('registries.add')

  const address = typed.trim()
  const parsed = parseRegistryAddress(address)
  const probe = looked?.address === address ? looked.probe : undefined
  const ways = useSignInWays(parsed && { ...parsed, vendor: probe?.vendor })
  const draft = changed ?? suggestedSignIn(ways, probe)
  const signIn = toNewSignIn(draft, ways)
  const missingFile = missingPart(terms.connection)

  const ask = (text: string, withTerms: Terms) => {
    setLooked({ address: text })
    look.ask(
      {
        input: async ({ decisions, connection }) => ({
          address: text,
          decisions,
          ...(await changeOf(connection)),
        }),
        onTerms: setTerms,
        onAnswer: answer => setLooked({ address: text, probe: answer.probe }),
      },
      withTerms,
    )
  }
  const lookAt = (text: string) => {
    if (!parseRegistryAddress(text.trim()) || looked?.address === text.trim()) return
    ask(text.trim(), missingFile ? noTerms : terms)
  }
  // It was pasted, only elsewhere: nobody is still typing it.
  useEffect(() => {
    if (initialAddress !== '') lookAt(initialAddress)
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  const type = (text: string) => {
    const reference: Reference | undefined = parsePastedReference(text)
    if (reference) {
      onClose()
      return openReference(reference)
    }
    setTyped(text)
    setTested(undefined)
    // What was agreed to, and pinned, holds for the other address.
    setTerms(({ connection }) => ({ decisions: {}, connection: withoutPin(connection) }))
    for (const asking of [look, test, add]) asking.reset()
  }
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const field = event.currentTarget
    // The field has its new text only after this event.
    queueMicrotask(() => setTimeout(() => lookAt(field.value)))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || looked?.address === address) return
    event.preventDefault()
    lookAt(address)
  }
  const forgetTries = () => {
    setTested(undefined)
    test.reset()
    add.reset()
  }
  const runTest = () =>
    signIn &&
    test.ask(
      {
        input: async ({ decisions, connection }) => ({
          address,
          signIn,
          decisions,
          ...(await changeOf(connection)),
        }),
        onTerms: setTerms,
        onAnswer: answer => {
          setTested(answer.probe)
          // It shows what a look does, and nothing is owed to the look any more.
          look.reset()
          setLooked({ address, probe: answer.probe })
        },
      },
      terms,
    )
  const submit = () =>
    signIn &&
    add.ask(
      {
        input: async ({ decisions, connection }) => ({
          address,
          signIn,
          decisions,
          ...(await changeOf(connection)),
        }),
        onTerms: setTerms,
        onAnswer: ({ registry }) => onAdded(registry, { alsoHelm: canHelm && alsoHelm }),
      },
      terms,
    )
  const canHelm = draft.kind !== 'anonymous'
  const missing = !parsed
    ? t('registries.addressMissing')
    : missingFile
      ? t(`connection.missing.${missingFile}`)
      : signIn
        ? undefined
        : t(`registries.missing.${draft.kind}`)
  return (
    <SignInFrame
      title={t('registries.add')}
      description={
        thenOpens && t('registries.thenOpens', { reference: formatReference(thenOpens) })
      }
      missing={missing}
      test={{ isAsking: test.isAsking, isTested: tested !== undefined, run: () => void runTest() }}
      submit={{
        label: t(add.isAsking ? 'registries.adding' : 'registries.add'),
        isAsking: add.isAsking,
        run: () => void submit(),
      }}
      onClose={onClose}
    >
      <div className={styles.form}>
        <TextField
          label={t('registries.address')}
          size="lg"
          isMono
          inputMode="url"
          placeholder="registry.example.com"
          value={typed}
          onValue={type}
          onPaste={onPaste}
          onKeyDown={onKeyDown}
          onBlur={() => lookAt(address)}
          tone={address !== '' && !parsed ? 'bad' : 'plain'}
          note={<AddressNote address={address} probe={probe} asking={look} />}
        />
        {!test.owed && !add.owed && <CallOutcome asking={look} isLook />}
        <SignInChoice
          address={address}
          draft={draft}
          ways={ways}
          onChange={next => {
            setChanged(next)
            forgetTries()
          }}
        />
        {canHelm && <AlsoHelm isWanted={alsoHelm} onWant={setAlsoHelm} />}
        <TlsOptions
          address={parsed ? address : ''}
          shown={usualConnection}
          draft={terms.connection}
          onChange={connection => {
            setTerms({ ...terms, connection })
            forgetTries()
            look.reset()
          }}
        />
        {!add.owed && <CallOutcome asking={test} />}
        {tested && !test.owed && <ConnectedNote probe={tested} />}
        <CallOutcome asking={add} />
        <KeychainLine beside={add} />
      </div>
    </SignInFrame>
  )
}

const withoutPin = (connection: ConnectionDraft): ConnectionDraft => {
  const { ca, clientCertificate, proxy } = connection
  return {
    ...(ca && { ca }),
    ...(clientCertificate && { clientCertificate }),
    ...(proxy && { proxy }),
  }
}

const changeOf = async (draft: ConnectionDraft) => {
  const connection = await handOver(draft)
  return connection && { connection }
}
