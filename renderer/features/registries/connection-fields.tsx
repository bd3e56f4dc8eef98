import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConnectionShown } from '../../../shared/ipc/schemas/connection.ts'
import { Button } from '../../components/button.tsx'
import { Segments } from '../../components/segments.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import { isWebHost } from '../../lib/environment.ts'
import { Fingerprint } from './certificate-facts.tsx'
import { chooseFile } from './choose-file.ts'
import type {
  CaDraft,
  ClientCertificateDraft,
  ConnectionDraft,
  ProxyDraft,
} from './connection-draft.ts'
import styles from './connection.module.css'

type Props = {
  /** Where certs.d is asked for files; empty while there is none. */
  address: string
  /** As it is now. */
  shown: ConnectionShown
  draft: ConnectionDraft
  onChange: (draft: ConnectionDraft) => void
}

type RowProps = { label: string; children: ReactNode }

function Row({ label, children }: RowProps) {
  return (
    <div className={styles.row} role="group" aria-label={label}>
      <span className={styles.label}>{label}</span>
      <div className={styles.control}>{children}</div>
    </div>
  )
}

type FileProps = {
  label?: string
  accept: string
  /** Name of the chosen file, or of the one that is used now. */
  name: string | undefined
  onFile: (file: File) => void
}

function FileLine({ label, accept, name, onFile }: FileProps) {
  const { t } = useTranslation()
  const choose = async () => {
    const file = await chooseFile(accept)
    if (file) onFile(file)
  }
  return (
    <div className={styles.file}>
      {label !== undefined && <span className={styles.fileLabel}>{label}</span>}
      <span className={name === undefined ? 't3 grow' : 'mono grow trunc'} title={name}>
        {name ?? t('connection.noFile')}
      </span>
      <Button
        size="sm"
        aria-label={label === undefined ? undefined : t('connection.chooseThis', { label })}
        onClick={() => void choose()}
      >
        {t('connection.choose')}
      </Button>
    </div>
  )
}

type OfferProps = { shown: string; onUse: () => void }

/** A file that docker or podman uses for this host, to be taken too. */
function OfferLine({ shown, onUse }: OfferProps) {
  const { t } = useTranslation()
  return (
    <div className={styles.file}>
      <span className="mono t2 grow trunc" title={shown}>
        {shown}
      </span>
      <Button size="sm" aria-label={t('connection.useThisFile', { file: shown })} onClick={onUse}>
        {t('connection.useThis')}
      </Button>
    </div>
  )
}

/** What certs.d has for the host. It is found with a look at the certificate, hence only when it is wanted. */
const useOffers = (address: string, isWanted: boolean) => {
  const { data } = useContractQuery(
    'registries.certificate',
    { address },
    { enabled: isWanted && address !== '', gcTime: 0 },
  )
  return data?.certificate
}

const nameOfCa = (ca: CaDraft): string | undefined =>
  ca.kind === 'file' ? ca.file?.name : ca.kind === 'offered' ? ca.shown : undefined

function CaRow({ address, shown, draft, onChange }: Props) {
  const { t } = useTranslation()
  const { ca } = draft
  const isFile = (ca ?? shown.ca).kind !== 'system'
  const kept = shown.ca.kind === 'file' ? shown.ca.file : undefined
  const offers = useOffers(address, isFile)?.offers ?? []
  const name = ca ? nameOfCa(ca) : kept
  return (
    <Row label={t('connection.ca.label')}>
      <Segments
        label={t('connection.ca.label')}
        options={[
          { id: 'system', label: t('connection.ca.system') },
          { id: 'file', label: t('connection.ca.file') },
        ]}
        selected={isFile ? 'file' : 'system'}
        onSelect={id =>
          onChange({
            ...draft,
            ca: id === 'system' ? { kind: 'system' } : { kind: 'file', file: undefined },
          })
        }
      />
      {isFile && (
        <FileLine
          accept=".pem,.crt,.cer"
          name={name}
          onFile={file => onChange({ ...draft, ca: { kind: 'file', file } })}
        />
      )}
      {isFile &&
        offers
          .filter(({ file }) => file !== name)
          .map(({ id, file }) => (
            <OfferLine
              key={id}
              shown={file}
              onUse={() =>
                onChange({ ...draft, ca: { kind: 'offered', offerId: id, shown: file } })
              }
            />
          ))}
    </Row>
  )
}

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

function ClientRow({ address, shown, draft, onChange }: Props) {
  const { t } = useTranslation()
  const { clientCertificate: client } = draft
  const kept = shown.clientCertificate
  const { kind } = client ?? kept
  const selected = kind === 'offered' ? 'pem' : kind
  const offers = useOffers(address, selected === 'pem')?.clientOffers ?? []
  const onClient = (clientCertificate: ClientCertificateDraft) =>
    onChange({ ...draft, clientCertificate })
  return (
    <Row label={t('connection.client.label')}>
      <Segments
        label={t('connection.client.label')}
        options={(['none', 'pem', 'pkcs12'] as const).map(id => ({
          id,
          label: t(`connection.client.${id}`),
        }))}
        selected={selected}
        onSelect={id => onClient(emptyClient[id])}
      />
      {client?.kind === 'offered' && <p className="mono">{client.shown}</p>}
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
        <div className={styles.file}>
          <span className="mono grow trunc" title={kept.file}>
            {kept.file}
          </span>
          <Button size="sm" onClick={() => onClient(emptyClient[kept.kind])}>
            {t('connection.choose')}
          </Button>
        </div>
      )}
      {!client && kept.kind !== 'none' && kept.missing && (
        <p className="bad fs12">{t('connection.client.missing')}</p>
      )}
    </Row>
  )
}

const keptProxy = ({ proxy }: ConnectionShown): ProxyDraft =>
  proxy.kind === 'address'
    ? { kind: 'address', url: proxy.url, username: proxy.username ?? '', password: '' }
    : { kind: proxy.kind }

function ProxyRow({ shown, draft, onChange }: Props) {
  const { t } = useTranslation()
  const proxy = draft.proxy ?? keptProxy(shown)
  const hasKeptPassword = shown.proxy.kind === 'address' && shown.proxy.username !== undefined
  const address = proxy.kind === 'address' ? proxy : undefined
  return (
    <Row label={t('connection.proxy.label')}>
      <Segments
        label={t('connection.proxy.label')}
        options={(['system', 'none', 'address'] as const).map(id => ({
          id,
          label: t(`connection.proxy.${id}`),
        }))}
        selected={proxy.kind}
        onSelect={kind =>
          onChange({
            ...draft,
            proxy: kind === 'address' ? { kind, url: '', username: '', password: '' } : { kind },
          })
        }
      />
      {proxy.kind === 'system' && (
        <p className="t2 fs12">
          {t(isWebHost ? 'connection.proxy.environmentNote' : 'connection.proxy.systemNote')}
        </p>
      )}
      {address && (
        <>
          <TextField
            label={t('connection.proxy.url')}
            isMono
            inputMode="url"
            placeholder="http://proxy.example.com:3128"
            maxLength={512}
            value={address.url}
            onValue={url => onChange({ ...draft, proxy: { ...address, url } })}
          />
          <div className={styles.pair}>
            <TextField
              label={t('connection.proxy.username')}
              value={address.username}
              onValue={username => onChange({ ...draft, proxy: { ...address, username } })}
            />
            <TextField
              label={t('connection.proxy.password')}
              type="password"
              value={address.password}
              onValue={password => onChange({ ...draft, proxy: { ...address, password } })}
            />
          </div>
          {hasKeptPassword && <p className="t2 fs12">{t('connection.proxy.passwordAgain')}</p>}
        </>
      )}
    </Row>
  )
}

function PinRow({ shown, draft, onChange }: Props) {
  const { t } = useTranslation()
  const pin = draft.pin === undefined ? shown.pin : draft.pin
  // A pin is given only where the certificate is seen.
  if (shown.pin === undefined && !draft.pin) return null
  return (
    <Row label={t('connection.pinned.label')}>
      {pin ? (
        <div className={styles.file}>
          <span className="grow">
            <Fingerprint sha256={pin} />
          </span>
          <Button size="sm" onClick={() => onChange({ ...draft, pin: null })}>
            {t('connection.pinned.letGo')}
          </Button>
        </div>
      ) : (
        <p className="t2 fs12">{t('connection.pinned.none')}</p>
      )}
    </Row>
  )
}

/** Which certificates are trusted, who one says one is, and through which proxy. */
export function ConnectionFields(props: Props) {
  return (
    <div className={styles.rows}>
      <CaRow {...props} />
      <ClientRow {...props} />
      <ProxyRow {...props} />
      <PinRow {...props} />
    </div>
  )
}
