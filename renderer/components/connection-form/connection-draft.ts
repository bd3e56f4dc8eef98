import type {
  ConnectionChange,
  ConnectionShown,
} from '../../../shared/ipc/schemas/connection-settings.ts'

export type CaDraft =
  | { readonly kind: 'system' }
  | { readonly kind: 'offered'; readonly offerId: string; readonly shown: string }
  | { readonly kind: 'file'; readonly file: File | undefined }

export type ClientCertificateDraft =
  | { readonly kind: 'none' }
  | { readonly kind: 'offered'; readonly offerId: string; readonly shown: string }
  | {
      readonly kind: 'pem'
      readonly certificate: File | undefined
      readonly key: File | undefined
      readonly passphrase: string
    }
  | { readonly kind: 'pkcs12'; readonly file: File | undefined; readonly passphrase: string }

export type ProxyDraft =
  | { readonly kind: 'system' | 'none' }
  | {
      readonly kind: 'address'
      readonly url: string
      readonly username: string
      readonly password: string
    }

/** What the user changed about a connection so far; what is not there stays as it is. */
export type ConnectionDraft = {
  readonly ca?: CaDraft
  readonly clientCertificate?: ClientCertificateDraft
  /** Null lets the pin go. */
  readonly pin?: string | null
  readonly proxy?: ProxyDraft
}

/** How a registry is reached that nobody has changed anything about. */
export const usualConnection: ConnectionShown = {
  ca: { kind: 'system' },
  clientCertificate: { kind: 'none' },
  proxy: { kind: 'system' },
}

export type MissingPart = 'caFile' | 'clientCertificate' | 'clientKey' | 'proxyUrl'

/** What has been chosen and not yet given. */
export const missingPart = (draft: ConnectionDraft): MissingPart | undefined => {
  const { ca, clientCertificate: client, proxy } = draft
  if (ca?.kind === 'file' && !ca.file) return 'caFile'
  if (client?.kind === 'pem' && !client.certificate) return 'clientCertificate'
  if (client?.kind === 'pem' && !client.key) return 'clientKey'
  if (client?.kind === 'pkcs12' && !client.file) return 'clientCertificate'
  return proxy?.kind === 'address' && proxy.url.trim() === '' ? 'proxyUrl' : undefined
}

type Grant = (files: File[]) => Promise<string[]>

const grantOne = async (grant: Grant, file: File | undefined): Promise<string> =>
  (file && (await grant([file]))[0]) ?? ''

const ifTyped = <K extends string>(key: K, text: string): { [key in K]?: string } =>
  (text === '' ? {} : { [key]: text }) as { [key in K]?: string }

const clientChange = async (draft: ClientCertificateDraft, grant: Grant) => {
  if (draft.kind === 'none') return { kind: draft.kind }
  if (draft.kind === 'offered') return { kind: draft.kind, offerId: draft.offerId }
  const passphrase = ifTyped('passphrase', draft.passphrase)
  if (draft.kind === 'pkcs12')
    return { kind: draft.kind, token: await grantOne(grant, draft.file), ...passphrase }
  return {
    kind: draft.kind,
    certificateToken: await grantOne(grant, draft.certificate),
    keyToken: await grantOne(grant, draft.key),
    ...passphrase,
  }
}

const caChange = async (draft: CaDraft, grant: Grant) => {
  if (draft.kind === 'system') return { kind: draft.kind }
  return draft.kind === 'offered'
    ? { kind: draft.kind, offerId: draft.offerId }
    : { kind: draft.kind, token: await grantOne(grant, draft.file) }
}

const proxyChange = (draft: ProxyDraft) =>
  draft.kind === 'address'
    ? {
        kind: draft.kind,
        url: draft.url.trim(),
        ...ifTyped('username', draft.username.trim()),
        ...ifTyped('password', draft.password),
      }
    : { kind: draft.kind }

/** Hands the chosen files over, so the result serves one call. Undefined when nothing was changed. */
export const toConnectionChange = async (
  draft: ConnectionDraft,
  grant: Grant,
): Promise<ConnectionChange | undefined> => {
  const { ca, clientCertificate, pin, proxy } = draft
  if (Object.keys(draft).length === 0) return undefined
  return {
    ...(ca && { ca: await caChange(ca, grant) }),
    ...(clientCertificate && { clientCertificate: await clientChange(clientCertificate, grant) }),
    ...(pin !== undefined && { pin }),
    ...(proxy && { proxy: proxyChange(proxy) }),
  }
}
