import { CertificateChain } from '../../renderer/components/connection-form/certificate-chain.tsx'
import {
  CertificateChoiceList,
  firstChoice,
  type CertificateChoice,
} from '../../renderer/components/connection-form/certificate-choice.tsx'
import { CertificateFacts } from '../../renderer/components/connection-form/certificate-facts.tsx'
import { ClientRow } from '../../renderer/components/connection-form/client-row.tsx'
import {
  usualConnection,
  type ConnectionDraft,
} from '../../renderer/components/connection-form/connection-draft.ts'
import { ConnectionFields } from '../../renderer/components/connection-form/connection-fields.tsx'
import { ConnectionRow } from '../../renderer/components/connection-form/connection-row.tsx'
import { FileLine, OfferLine } from '../../renderer/components/connection-form/file-line.tsx'
import { HelmCaLine } from '../../renderer/components/connection-form/helm-ca-line.tsx'
import { TlsOptions } from '../../renderer/components/connection-form/tls-options.tsx'
import { AlsoHelm } from '../../renderer/components/sign-in-form/also-helm.tsx'
import { CommandFields } from '../../renderer/components/sign-in-form/command-fields.tsx'
import { ConnectedNote } from '../../renderer/components/sign-in-form/connected-note.tsx'
import { FoundList } from '../../renderer/components/sign-in-form/found-list.tsx'
import { KeychainLine } from '../../renderer/components/sign-in-form/keychain-line.tsx'
import { SignInChoice } from '../../renderer/components/sign-in-form/sign-in-choice.tsx'
import {
  emptySignIn,
  type SignInDraft,
  type SignInWays,
} from '../../renderer/components/sign-in-form/sign-in-draft.ts'
import { UserFields } from '../../renderer/components/sign-in-form/user-fields.tsx'
import { signInFormsFor } from '../../shared/model/providers.ts'
import type { CertificateView } from '../../shared/ipc/schemas/connection-settings.ts'
import type { Entry } from '../entry.ts'
import { Held, nothing } from '../held.tsx'
import { samples } from '../samples.ts'

const { certificate, probe, registry, foundSignIns } = samples
const address = registry.host

const drafted =
  (Kind: typeof ConnectionFields, draft: ConnectionDraft, isPlain = false) =>
  () => (
    <Held<ConnectionDraft> start={draft}>
      {(value, set) => (
        <Kind
          address={address}
          isPlain={isPlain}
          shown={usualConnection}
          draft={value}
          onChange={set}
        />
      )}
    </Held>
  )

/** Since yesterday. */
const expired: CertificateView = {
  ...certificate,
  chain: certificate.chain.map(one => ({ ...one, validToMs: samples.nowMs - samples.dayMs })),
}

const choice = (view: CertificateView, start: CertificateChoice) => () => (
  <Held<CertificateChoice> start={start}>
    {(value, set) => (
      <CertificateChoiceList view={view} choice={value} isSaved={false} onChoose={set} />
    )}
  </Held>
)

const forms = signInFormsFor(undefined)
const ways: SignInWays = { forms, command: 'aws', found: foundSignIns }
const signIn = (start: Partial<SignInDraft>) => () => (
  <Held<SignInDraft> start={{ ...emptySignIn, ...start }}>
    {(draft, set) => <SignInChoice address={address} draft={draft} ways={ways} onChange={set} />}
  </Held>
)

export const formsOfDialogs: readonly Entry[] = [
  {
    of: 'components/connection-form/certificate-facts.tsx',
    states: {
      'unknown issuer': () => <CertificateFacts view={certificate} isPinned={false} />,
      'several faults': () => (
        <CertificateFacts
          view={{ ...expired, problems: ['expired', 'wrong-host', 'weak', 'pin-differs'] }}
          isPinned={false}
        />
      ),
      pinned: () => (
        <CertificateFacts view={{ ...certificate, trusted: true, problems: [] }} isPinned />
      ),
    },
  },
  {
    of: 'components/connection-form/certificate-chain.tsx',
    states: { two: () => <CertificateChain chain={certificate.chain} /> },
  },
  {
    of: 'components/connection-form/certificate-choice.tsx',
    states: {
      'a file vouches': choice(certificate, firstChoice(certificate)),
      pin: choice(certificate, { kind: 'pin' }),
      'no file can help': choice({ ...certificate, problems: ['expired'] }, { kind: 'refuse' }),
    },
  },
  {
    of: 'components/connection-form/connection-row.tsx',
    states: {
      only: () => <ConnectionRow label="Proxy">As the system says</ConnectionRow>,
    },
  },
  {
    of: 'components/connection-form/connection-fields.tsx',
    states: {
      usual: drafted(ConnectionFields, {}),
      'all is chosen': drafted(ConnectionFields, {
        ca: { kind: 'file', file: undefined },
        clientCertificate: { kind: 'pkcs12', file: undefined, passphrase: '' },
        proxy: { kind: 'address', url: 'proxy.acme.example:3128', username: '', password: '' },
      }),
      'plain HTTP': drafted(ConnectionFields, {}, true),
    },
  },
  {
    of: 'components/connection-form/client-row.tsx',
    states: {
      none: drafted(ClientRow, {}),
      'certificate and key': drafted(ClientRow, {
        clientCertificate: { kind: 'pem', certificate: undefined, key: undefined, passphrase: '' },
      }),
    },
  },
  {
    of: 'components/connection-form/tls-options.tsx',
    states: { folded: drafted(TlsOptions, {}), 'plain HTTP': drafted(TlsOptions, {}, true) },
  },
  {
    of: 'components/connection-form/file-line.tsx',
    states: {
      'no file': () => <FileLine label="Key" accept=".pem" name={undefined} onFile={nothing} />,
      'a file': () => <FileLine label="Key" accept=".pem" name="client.key" onFile={nothing} />,
      'one is offered': () => (
        <OfferLine shown="~/.docker/certs.d/registry.acme.example/client.cert" onUse={nothing} />
      ),
    },
  },
  {
    of: 'components/connection-form/helm-ca-line.tsx',
    states: { only: () => <HelmCaLine file="~/certs/acme root.pem" /> },
  },
  {
    of: 'components/sign-in-form/also-helm.tsx',
    states: {
      off: () => <AlsoHelm isWanted={false} onWant={nothing} />,
      on: () => <AlsoHelm isWanted onWant={nothing} />,
    },
  },
  {
    of: 'components/sign-in-form/connected-note.tsx',
    states: {
      'signed in': () => <ConnectedNote probe={probe} />,
      anonymous: () => {
        const { signedInAs: _, repositoryCount: __, rights: ___, ...anonymous } = probe
        return <ConnectedNote probe={{ ...anonymous, catalog: 'not-offered' }} />
      },
    },
  },
  {
    of: 'components/sign-in-form/command-fields.tsx',
    states: {
      'the program is here': () => (
        <CommandFields address={address} command="aws" draft={emptySignIn} onChange={nothing} />
      ),
      'the program is missing': () => (
        <CommandFields
          address={address}
          command="aws"
          draft={{ ...emptySignIn, profile: 'absent' }}
          onChange={nothing}
        />
      ),
    },
  },
  {
    of: 'components/sign-in-form/found-list.tsx',
    states: {
      'a helper is missing': () => (
        <FoundList
          draft={{ ...emptySignIn, kind: 'found', foundId: 'docker' }}
          found={foundSignIns}
          onChange={nothing}
        />
      ),
    },
  },
  {
    of: 'components/sign-in-form/keychain-line.tsx',
    states: { 'no keychain': () => <KeychainLine /> },
  },
  {
    of: 'components/sign-in-form/user-fields.tsx',
    states: {
      usual: () => <UserFields draft={emptySignIn} forms={forms} onChange={nothing} />,
      'of a vendor, a name that is given': () => (
        <UserFields draft={emptySignIn} forms={signInFormsFor('ecr')} onChange={nothing} />
      ),
      'of a vendor, several kinds': () => (
        <UserFields draft={emptySignIn} forms={signInFormsFor('google')} onChange={nothing} />
      ),
    },
  },
  {
    of: 'components/sign-in-form/sign-in-choice.tsx',
    states: {
      found: signIn({ kind: 'found', foundId: 'docker' }),
      'user and password': signIn({ kind: 'user', username: 'ann', secret: 'example' }),
      command: signIn({ kind: 'command' }),
      anonymous: signIn({}),
    },
  },
]
