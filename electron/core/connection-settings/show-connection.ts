import type { ConnectionShown } from '../../../shared/ipc/schemas/connection-settings.ts'
import type { SavedConnection } from '../store/saved-registries.ts'

type Deps = {
  readonly showPath: (file: string) => string
  /** Whether the secret of this account is gone from where it was kept. */
  readonly isMissing: (account: string) => boolean
}

/** A connection as it may be shown: no secret, no account. */
export const showConnection = (
  { ca, clientCertificate: client, pin, proxy }: SavedConnection,
  { showPath, isMissing }: Deps,
): ConnectionShown => ({
  ca: ca
    ? { kind: 'file', file: showPath(ca.file), helmCanUse: ca.isPem ?? false }
    : { kind: 'system' },
  clientCertificate: client
    ? {
        kind: client.kind,
        file: showPath(client.file),
        missing: client.secret !== undefined && isMissing(client.secret.account),
      }
    : { kind: 'none' },
  ...(pin !== undefined && { pin }),
  proxy: showProxy(proxy),
})

const showProxy = (proxy: SavedConnection['proxy']): ConnectionShown['proxy'] => {
  if (proxy?.kind !== 'address') return { kind: proxy?.kind ?? 'system' }
  const { url, username } = proxy
  return { kind: 'address', url, ...(username !== undefined && { username }) }
}
