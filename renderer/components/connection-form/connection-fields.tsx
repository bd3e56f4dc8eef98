import { useTranslation } from 'react-i18next'
import type { ConnectionShown } from '../../../shared/ipc/schemas/connection-settings.ts'
import { Button } from '../button.tsx'
import { Segments } from '../segments.tsx'
import { TextField } from '../text-field.tsx'
import { isWebHost } from '../../lib/environment.ts'
import { Fingerprint } from './certificate-facts.tsx'
import { ClientRow } from './client-row.tsx'
import type { CaDraft, ProxyDraft } from './connection-draft.ts'
import { ConnectionRow, type ConnectionProps } from './connection-row.tsx'
import styles from './connection.module.css'
import { FileLine, OfferLine } from './file-line.tsx'
import { useOffers } from './use-offers.ts'

const nameOfCa = (ca: CaDraft): string | undefined =>
  ca.kind === 'file' ? ca.file?.name : ca.kind === 'offered' ? ca.shown : undefined

function CaRow({ address, shown, draft, onChange }: ConnectionProps) {
  const { t } = useTranslation()
  const { ca } = draft
  const isFile = (ca ?? shown.ca).kind !== 'system'
  const kept = shown.ca.kind === 'file' ? shown.ca.file : undefined
  const offers = useOffers(address, isFile)?.offers ?? []
  const name = ca ? nameOfCa(ca) : kept
  return (
    <ConnectionRow label={t('connection.ca.label')}>
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
    </ConnectionRow>
  )
}

const keptProxy = ({ proxy }: ConnectionShown): ProxyDraft =>
  proxy.kind === 'address'
    ? { kind: 'address', url: proxy.url, username: proxy.username ?? '', password: '' }
    : { kind: proxy.kind }

function ProxyRow({ shown, draft, onChange }: ConnectionProps) {
  const { t } = useTranslation()
  const proxy = draft.proxy ?? keptProxy(shown)
  const hasKeptPassword = shown.proxy.kind === 'address' && shown.proxy.username !== undefined
  const address = proxy.kind === 'address' ? proxy : undefined
  return (
    <ConnectionRow label={t('connection.proxy.label')}>
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
    </ConnectionRow>
  )
}

function PinRow({ shown, draft, onChange }: ConnectionProps) {
  const { t } = useTranslation()
  const pin = draft.pin === undefined ? shown.pin : draft.pin
  // A pin is given only where the certificate is seen.
  if (shown.pin === undefined && !draft.pin) return null
  return (
    <ConnectionRow label={t('connection.pinned.label')}>
      {pin ? (
        <div className={styles.pin}>
          <Fingerprint sha256={pin} />
          <Button size="sm" onClick={() => onChange({ ...draft, pin: null })}>
            {t('connection.pinned.letGo')}
          </Button>
        </div>
      ) : (
        <p className="t2 fs12">{t('connection.pinned.none')}</p>
      )}
    </ConnectionRow>
  )
}

/** Which certificates are trusted, who one says one is, and through which proxy. */
export function ConnectionFields(props: ConnectionProps) {
  const { t } = useTranslation()
  const { isPlain } = props
  return (
    <div className={styles.rows}>
      {isPlain ? (
        <ConnectionRow label={t('connection.encryption.label')}>
          <p className="warn fs12">{t('connection.encryption.none')}</p>
        </ConnectionRow>
      ) : (
        <>
          <CaRow {...props} />
          <ClientRow {...props} />
        </>
      )}
      <ProxyRow {...props} />
      {!isPlain && <PinRow {...props} />}
    </div>
  )
}
