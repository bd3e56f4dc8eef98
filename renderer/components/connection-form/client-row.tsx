import { useTranslation } from 'react-i18next'
import { Button } from '../button.tsx'
import { Segments } from '../segments.tsx'
import { TextField } from '../text-field.tsx'
import type { ClientCertificateDraft } from './connection-draft.ts'
import { ConnectionRow, type ConnectionProps } from './connection-row.tsx'
import styles from './connection.module.css'
import { FileLine, OfferLine } from './file-line.tsx'
import { useOffers } from './use-offers.ts'

const emptyClient = {
  none: { kind: 'none' },
  pem: { kind: 'pem', certificate: undefined, key: undefined, passphrase: '' },
  pkcs12: { kind: 'pkcs12', file: undefined, passphrase: '' },
} as const satisfies Record<string, ClientCertificateDraft>

type ClientFilesProps = {
  client: Extract<ClientCertificateDraft, { kind: 'pem' | 'pkcs12' }>
  onClient: (client: ClientCertificateDraft) => void
}

function ClientFiles({ client, onClient }: ClientFilesProps) {
  const { t } = useTranslation()
  return (
    <>
      {client.kind === 'pem' ? (
        <>
          <FileLine
            label={t('connection.client.certificate')}
            accept=".pem,.crt,.cer,.cert"
            name={client.certificate?.name}
            onFile={certificate => onClient({ ...client, certificate })}
          />
          <FileLine
            label={t('connection.client.key')}
            accept=".pem,.key"
            name={client.key?.name}
            onFile={key => onClient({ ...client, key })}
          />
        </>
      ) : (
        <FileLine
          label={t('connection.client.bundle')}
          accept=".p12,.pfx"
          name={client.file?.name}
          onFile={file => onClient({ ...client, file })}
        />
      )}
      <TextField
        label={t('connection.client.passphrase')}
        type="password"
        autoComplete="off"
        value={client.passphrase}
        onValue={passphrase => onClient({ ...client, passphrase })}
        note={t('connection.client.passphraseNote')}
      />
    </>
  )
}

type ChosenProps = { name: string; onChoose: () => void }

/** What is used as it is, until another is chosen. */
function ChosenFile({ name, onChoose }: ChosenProps) {
  const { t } = useTranslation()
  return (
    <div className={styles.file}>
      <span className={styles.path}>{name}</span>
      <Button size="sm" onClick={onChoose}>
        {t('connection.choose')}
      </Button>
    </div>
  )
}

/** Who one says one is: none, two PEM files, a PKCS#12 file, or a pair of certs.d. */
export function ClientRow({ address, shown, draft, onChange }: ConnectionProps) {
  const { t } = useTranslation()
  const { clientCertificate: client } = draft
  const kept = shown.clientCertificate
  const { kind } = client ?? kept
  const selected = kind === 'offered' ? 'pem' : kind
  const offers = useOffers(address, selected === 'pem')?.clientOffers ?? []
  const onClient = (clientCertificate: ClientCertificateDraft) =>
    onChange({ ...draft, clientCertificate })
  return (
    <ConnectionRow label={t('connection.client.label')}>
      <Segments
        label={t('connection.client.label')}
        options={(['none', 'pem', 'pkcs12'] as const).map(id => ({
          id,
          label: t(`connection.client.${id}`),
        }))}
        selected={selected}
        onSelect={id => onClient(emptyClient[id])}
      />
      {client?.kind === 'offered' && (
        <ChosenFile name={client.shown} onChoose={() => onClient(emptyClient.pem)} />
      )}
      {client && client.kind !== 'none' && client.kind !== 'offered' && (
        <ClientFiles client={client} onClient={onClient} />
      )}
      {client?.kind === 'pem' &&
        offers.map(({ id, file, keyFile }) => (
          <OfferLine
            key={id}
            shown={`${file}, ${keyFile.slice(keyFile.lastIndexOf('/') + 1)}`}
            onUse={() => onClient({ kind: 'offered', offerId: id, shown: file })}
          />
        ))}
      {!client && kept.kind !== 'none' && (
        <ChosenFile name={kept.file} onChoose={() => onClient(emptyClient[kept.kind])} />
      )}
      {!client && kept.kind !== 'none' && kept.missing && (
        <p className="bad fs12">{t('connection.client.missing')}</p>
      )}
    </ConnectionRow>
  )
}
