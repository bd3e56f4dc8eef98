import type { TFunction } from 'i18next'
import type { ConnectionShown } from '../../../shared/ipc/schemas/connection-settings.ts'
import type { ConnectionDraft } from './connection-draft.ts'

const caWords = (t: TFunction, draft: ConnectionDraft, shown: ConnectionShown): string => {
  const pin = draft.pin === undefined ? shown.pin : draft.pin
  if (pin) return t('connection.summary.pin')
  const ca =
    draft.ca ?? (shown.ca.kind === 'file' ? { kind: 'offered', shown: shown.ca.file } : shown.ca)
  if (ca.kind === 'system') return t('connection.summary.system')
  const file = 'shown' in ca ? ca.shown : 'file' in ca ? ca.file?.name : undefined
  return file === undefined ? t('connection.ca.file') : t('connection.summary.file', { file })
}

/** One line of how a registry is reached, as it will be. */
export const connectionSummary = (
  t: TFunction,
  draft: ConnectionDraft,
  shown: ConnectionShown,
  isPlain: boolean,
): string => {
  const client = draft.clientCertificate ?? shown.clientCertificate
  const proxy = draft.proxy ?? shown.proxy
  // Without TLS nobody shows a certificate, whatever is set.
  const tls = isPlain
    ? [t('connection.summary.plain')]
    : [
        caWords(t, draft, shown),
        client.kind !== 'none' && t('connection.summary.clientCertificate'),
      ]
  return [
    ...tls,
    proxy.kind === 'address' && t('connection.summary.proxy', { url: proxy.url }),
    proxy.kind === 'none' && t('connection.summary.noProxy'),
  ]
    .filter(Boolean)
    .join(', ')
}
