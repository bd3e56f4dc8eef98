import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Probe, Registry } from '../../../shared/ipc/schemas/registries.ts'
import { closestRegistry } from '../../../shared/model/closest-registry.ts'
import {
  formatReference,
  parseReference,
  parseRegistryAddress,
  type Reference,
} from '../../../shared/model/reference.ts'
import { TextField } from '../../components/text-field.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import { AddressNote } from './address-note.tsx'
import { AlsoHelm } from '../../components/sign-in-form/also-helm.tsx'
import { CallOutcome } from '../../components/asking/call-outcome.tsx'
import { ConnectedNote } from '../../components/sign-in-form/connected-note.tsx'
import {
  missingPart,
  usualConnection,
  type ConnectionDraft,
} from '../../components/connection-form/connection-draft.ts'
import styles from '../../components/sign-in-form/dialogs.module.css'
import { handOver } from '../../components/connection-form/hand-over.ts'
import { KeychainLine } from '../../components/sign-in-form/keychain-line.tsx'
import { SignInChoice } from '../../components/sign-in-form/sign-in-choice.tsx'
import { SignInFrame } from '../../components/sign-in-form/sign-in-frame.tsx'
import {
  emptySignIn,
  hasTypedSignIn,
  toNewSignIn,
  type SignInDraft,
  type SignInWays,
} from '../../components/sign-in-form/sign-in-draft.ts'
import { TlsOptions } from '../../components/connection-form/tls-options.tsx'
import { noTerms, useAsking, type Terms } from '../../components/asking/use-asking.ts'
import { useSignInWays } from '../../components/sign-in-form/use-sign-in-ways.ts'

type Props = {
  initialAddress?: string | undefined
  /** What was typed elsewhere, and opens once its registry is there. */
  thenOpens?: Reference | undefined
  onClose: () => void
  onAdded: (
    registry: Registry,
    options: { readonly alsoHelm: boolean; readonly opens: Reference | undefined },
  ) => void
  /** A version of a registry that is in the sidebar already. */
  onOpen: (registry: Registry, reference: Reference) => void
}

/** A whole reference in place of an address: its host is what is added. */
const versionIn = (text: string): Reference | undefined => {
  const reference = parseReference(text)
  return reference?.tag === undefined && reference?.digest === undefined ? undefined : reference
}

const addressIn = (text: string, reference: Reference | undefined): string => {
  if (!reference) return text.trim()
  const scheme = /^\s*(https?:\/\/)/i.exec(text)?.[1] ?? ''
  return `${scheme}${reference.host}`
}

const suggestedSignIn = (ways: SignInWays, probe: Probe | undefined): SignInDraft => {
  const usable = ways.found.find(({ secretIn }) => secretIn.kind !== 'missing-helper')
  if (usable) return { ...emptySignIn, kind: 'found', foundId: usable.id }
  return { ...emptySignIn, kind: probe && probe.authentication !== 'none' ? 'user' : 'anonymous' }
}

/** An address and a sign-in. The form is read while typing; the registry is asked after paste, Enter or leaving. */
export function AddRegistryDialog(props: Props) {
  const { initialAddress = '', thenOpens, onClose, onAdded, onOpen } = props
  const { t } = useTranslation()
  const registries = useContractQuery('registries.list', {}).data?.registries ?? []
  const form = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState(initialAddress)
  const [changed, setChanged] = useState<SignInDraft>()
  const [looked, setLooked] = useState<{ address: string; probe?: Probe }>()
  const [tested, setTested] = useState<Probe>()
  const [terms, setTerms] = useState<Terms>(noTerms)
  const [alsoHelm, setAlsoHelm] = useState(false)
  const look = useAsking('registries.probe')
  const test = useAsking('registries.probe')
  const add = useAsking('registries.add')

  const reference = versionIn(typed)
  const address = addressIn(typed, reference)
  const parsed = parseRegistryAddress(address)
  const opens = reference ?? (thenOpens?.host === parsed?.host ? thenOpens : undefined)
  const known = reference && closestRegistry(registries, reference)
  const probe = looked?.address === address ? looked.probe : undefined
  const ways = useSignInWays(parsed && { ...parsed, vendor: probe?.vendor })
  const draft = changed ?? suggestedSignIn(ways, probe)
  const signIn = toNewSignIn(draft, ways)
  const owesPlain = [look, test, add].some(({ owed }) => owed?.decision === 'plain-http')
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
    setTyped(text)
    setTested(undefined)
    // What was agreed to, and pinned, holds for the other address.
    setTerms(({ connection }) => ({ decisions: {}, connection: withoutPin(connection) }))
    for (const asking of [look, test, add]) asking.reset()
  }
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const field = event.currentTarget
    // The field has its new text only after this event.
    queueMicrotask(() => setTimeout(() => !versionIn(field.value) && lookAt(field.value)))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    if (!known && looked?.address === address) return
    event.preventDefault()
    if (known && reference) onOpen(known, reference)
    else lookAt(address)
  }
  // Who waits at the address goes on where the registry wants something.
  const wantsSignIn =
    probe !== undefined && probe.authentication !== 'none' && draft.kind === 'user'
  useEffect(() => {
    if (!wantsSignIn || document.activeElement?.getAttribute('name') !== 'address') return
    form.current
      ?.querySelector<HTMLElement>(':is([name="username"], [name="secret"]):not([readonly])')
      ?.focus()
  }, [wantsSignIn])
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
        onAnswer: ({ registry }) => onAdded(registry, { alsoHelm: canHelm && alsoHelm, opens }),
      },
      terms,
    )
  const canHelm = draft.kind !== 'anonymous'
  const missing = !parsed
    ? t('registries.addressMissing')
    : missingFile
      ? t(`connection.missing.${missingFile}`)
      : signIn || draft.kind === 'anonymous'
        ? undefined
        : t(`registries.missing.${draft.kind}`)
  return (
    <SignInFrame
      title={t('registries.add')}
      description={
        opens &&
        opens !== reference &&
        t('registries.thenOpens', { reference: formatReference(opens) })
      }
      missing={missing}
      test={{ isAsking: test.isAsking, isTested: tested !== undefined, run: () => void runTest() }}
      submit={{
        label: t(`registries.${known ? 'open' : add.isAsking ? 'adding' : 'add'}`),
        isAsking: add.isAsking,
        run: () => (known && reference ? onOpen(known, reference) : void submit()),
      }}
      hasTyped={typed.trim() !== initialAddress.trim() || hasTypedSignIn(draft, emptySignIn)}
      onClose={onClose}
    >
      <div ref={form} className={styles.form}>
        <TextField
          label={t('registries.address')}
          name="address"
          size="lg"
          isMono
          inputMode="url"
          placeholder="registry.example.com"
          value={typed}
          onValue={type}
          onPaste={onPaste}
          onKeyDown={onKeyDown}
          onBlur={() => !reference && lookAt(address)}
          tone={address !== '' && !parsed ? 'bad' : 'plain'}
          note={
            <AddressNote
              address={address}
              opens={reference}
              known={known}
              probe={probe}
              asking={look}
            />
          }
        />
        {!test.owed && !add.owed && <CallOutcome asking={look} isLook />}
        <SignInChoice
          address={address}
          asksForSignIn={probe?.authentication !== 'none'}
          draft={draft}
          ways={ways}
          onChange={next => {
            setChanged(next)
            forgetTries()
          }}
        />
        {canHelm && <AlsoHelm isWanted={alsoHelm} onWant={setAlsoHelm} />}
        <TlsOptions
          isPlain={(probe ?? known)?.plainHttp ?? (parsed?.scheme === 'http' || owesPlain)}
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
