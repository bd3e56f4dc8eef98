import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Probe, Registry } from '../../../shared/ipc/schemas/registries.ts'
import { call } from '../../lib/call.ts'
import { AlsoHelm } from '../../components/sign-in-form/also-helm.tsx'
import { CallOutcome } from '../../components/asking/call-outcome.tsx'
import { ConnectedNote } from '../../components/sign-in-form/connected-note.tsx'
import { missingPart } from '../../components/connection-form/connection-draft.ts'
import styles from '../../components/sign-in-form/dialogs.module.css'
import { handOver } from '../../components/connection-form/hand-over.ts'
import { KeychainLine } from '../../components/sign-in-form/keychain-line.tsx'
import { addressOf } from '../../lib/registry-address.ts'
import { SignInChoice } from '../../components/sign-in-form/sign-in-choice.tsx'
import {
  emptySignIn,
  hasTypedSignIn,
  toNewSignIn,
  type SignInDraft,
  type SignInWays,
} from '../../components/sign-in-form/sign-in-draft.ts'
import { SignInFrame } from '../../components/sign-in-form/sign-in-frame.tsx'
import { TlsOptions } from '../../components/connection-form/tls-options.tsx'
import { useAsking, type Terms } from '../../components/asking/use-asking.ts'
import { useSignInWays } from '../../components/sign-in-form/use-sign-in-ways.ts'

type Props = {
  registry: Registry
  onClose: () => void
  onSignedIn: (options: { alsoHelm: boolean }) => void
}

/** As it is now, else what lies on this machine, else to be typed. */
const presentSignIn = ({ signIn }: Registry, ways: SignInWays): SignInDraft => {
  if (signIn.kind === 'user' && signIn.keptBy?.kind === 'command' && ways.command)
    return { ...emptySignIn, kind: 'command' }
  const username = signIn.kind === 'user' ? signIn.username : ''
  const usable = ways.found.find(({ secretIn }) => secretIn.kind !== 'missing-helper')
  const isFound = usable && username === ''
  const form = ways.forms.find(
    ({ username: given }) => given.kind === 'fixed' && given.value === username,
  )
  return {
    ...emptySignIn,
    kind: isFound ? 'found' : 'user',
    username,
    formId: form?.id,
    foundId: usable?.id,
  }
}

/** The new way to the registry first: the sign-in is sent over it. Where it owes something, the sign-in does too. */
const saveConnection = async (registryId: string, { connection, decisions }: Terms) => {
  const change = await handOver(connection)
  if (change) await call('connectionSettings.change', { registryId, connection: change, decisions })
}

/** Another sign-in for a registry that is in the sidebar already. */
export function SignInDialog({ registry, onClose, onSignedIn }: Props) {
  const { t } = useTranslation()
  const [changed, setChanged] = useState<SignInDraft>()
  const [tested, setTested] = useState<Probe>()
  const [terms, setTerms] = useState<Terms>({
    decisions: registry.plainHttp ? { plainHttp: true } : {},
    connection: {},
  })
  const [alsoHelm, setAlsoHelm] = useState(false)
  const ways = useSignInWays(registry)
  const save = useAsking('registries.signIn')
  const test = useAsking('registries.probe')
  const draft = changed ?? presentSignIn(registry, ways)
  const signIn = toNewSignIn(draft, ways)
  const canHelm = draft.kind !== 'anonymous'
  const missingFile = missingPart(terms.connection)
  const missing = missingFile
    ? t(`connection.missing.${missingFile}`)
    : signIn || draft.kind === 'anonymous'
      ? undefined
      : t(`registries.missing.${draft.kind}`)
  const address = addressOf(registry)
  const submit = () =>
    signIn &&
    save.ask(
      {
        input: async agreed => {
          await saveConnection(registry.id, agreed)
          return { registryId: registry.id, signIn, decisions: agreed.decisions }
        },
        onTerms: setTerms,
        onAnswer: () => onSignedIn({ alsoHelm: canHelm && alsoHelm }),
      },
      terms,
    )
  const runTest = () =>
    signIn &&
    test.ask(
      {
        input: async ({ decisions, connection }) => {
          const change = await handOver(connection)
          return { address, signIn, decisions, ...(change && { connection: change }) }
        },
        onTerms: setTerms,
        onAnswer: ({ probe }) => setTested(probe),
      },
      terms,
    )
  const forgetTries = () => {
    setTested(undefined)
    test.reset()
    save.reset()
  }
  return (
    <SignInFrame
      title={t('registries.signInTo', { host: registry.host })}
      missing={missing}
      test={{ isAsking: test.isAsking, isTested: tested !== undefined, run: () => void runTest() }}
      submit={{
        label: t(canHelm ? 'registries.signInButton' : 'registries.useAnonymously'),
        isAsking: save.isAsking,
        run: () => void submit(),
      }}
      hasTyped={hasTypedSignIn(draft, presentSignIn(registry, ways))}
      onClose={onClose}
    >
      <div className={styles.form}>
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
          isPlain={registry.plainHttp}
          address={address}
          shown={registry.connection}
          draft={terms.connection}
          onChange={connection => {
            setTerms({ ...terms, connection })
            forgetTries()
          }}
        />
        <CallOutcome asking={test} isSaved />
        {tested && !test.owed && <ConnectedNote probe={tested} />}
        <CallOutcome asking={save} isSaved />
        <KeychainLine beside={save} />
      </div>
    </SignInFrame>
  )
}
