import { AppError } from '../../../shared/errors.ts'
import type { ConnectionChange } from '../../../shared/ipc/schemas/connection-settings.ts'
import { parseProxy } from '../http/proxy/parse-proxy.ts'
import { readPrivateKey } from '../http/tls/client-certificate.ts'
import { readCertificates } from '../http/tls/read-certificates.ts'
import type { KeptFile } from '../http/tls/trust.ts'
import type { ConnectionSecret, SavedConnection } from '../store/saved-registries.ts'
import type { CertsD } from './certs-d.ts'
import type { HandedFiles } from './handed-files.ts'

type CaChange = NonNullable<ConnectionChange['ca']>
type ClientChange = NonNullable<ConnectionChange['clientCertificate']>
type ProxyChange = NonNullable<ConnectionChange['proxy']>

type Deps = {
  readonly files: HandedFiles
  readonly certsD: CertsD
  readonly read: (file: string) => Promise<KeptFile>
  /** In memory, until it is kept for good. */
  readonly hold: (secret: string) => ConnectionSecret
}

/**
 * The connection that a change makes of another one, usable at once: secrets are held in memory, uploaded files lie
 * where they were uploaded to. Throws AppError that names the file or the proxy.
 */
export const createStaging = ({ files, certsD, read, hold }: Deps) => {
  const caOf = async (ca: CaChange, host: string): Promise<SavedConnection['ca']> => {
    if (ca.kind === 'system') return undefined
    const { authorities } = await certsD.find(host)
    const file =
      ca.kind === 'file' ? files.take(ca.token).path : offered(authorities, ca.offerId).file
    const kept = await read(file)
    readCertificates(kept)
    return { file, isPem: Buffer.from(kept.bytes).includes('-----BEGIN') }
  }

  const clientOf = async (
    client: ClientChange,
    host: string,
  ): Promise<SavedConnection['clientCertificate']> => {
    if (client.kind === 'none') return undefined
    if (client.kind === 'offered') {
      const { clients } = await certsD.find(host)
      const { file, keyFile } = offered(clients, client.offerId)
      return { kind: 'pem', file, keyFile }
    }
    const secret = client.passphrase ? { secret: hold(client.passphrase) } : {}
    if (client.kind === 'pkcs12') {
      const file = files.take(client.token)
      // A copy of the file will stay on this machine. Without a passphrase it would be the key itself.
      if (file.temporary && !client.passphrase) {
        throw new AppError('invalid-input', 'pkcs12-unprotected', { file: file.fileName })
      }
      return { kind: 'pkcs12', file: file.path, ...secret }
    }
    const certificate = files.take(client.certificateToken)
    const key = files.take(client.keyToken)
    if (!key.temporary) {
      return { kind: 'pem', file: certificate.path, keyFile: key.path, ...secret }
    }
    const text = readPrivateKey(await read(key.path), client.passphrase)
    const pem = text.export({ type: 'pkcs8', format: 'pem' }).toString()
    return { kind: 'pem', file: certificate.path, secret: hold(pem) }
  }

  const proxyOf = (proxy: ProxyChange, current: SavedConnection['proxy']) => {
    if (proxy.kind === 'system') return undefined
    if (proxy.kind === 'none') return { kind: 'none' } as const
    const { url: place, credential } = parseProxy(proxy.url, withoutUser(proxy.url))
    const url = place.origin
    const username = proxy.username || credential?.username
    const password = proxy.password ?? credential?.secret.reveal()
    if (username === undefined) return { kind: 'address', url } as const
    const isSame =
      current?.kind === 'address' && current.url === url && current.username === username
    const kept = isSame && current.secret ? { secret: current.secret } : {}
    return {
      kind: 'address',
      url,
      username,
      ...(password ? { secret: hold(password) } : kept),
    } as const
  }

  return async (
    host: string,
    current: SavedConnection,
    change: ConnectionChange,
  ): Promise<SavedConnection> => {
    const ca = change.ca ? await caOf(change.ca, host) : current.ca
    const { clientCertificate: client } = change
    const clientCertificate = client ? await clientOf(client, host) : current.clientCertificate
    const proxy = change.proxy ? proxyOf(change.proxy, current.proxy) : current.proxy
    const pin = change.pin === undefined ? current.pin : (change.pin ?? undefined)
    return {
      ...(ca && { ca }),
      ...(clientCertificate && { clientCertificate }),
      ...(pin !== undefined && { pin }),
      ...(proxy && { proxy }),
    }
  }
}

const offered = <T extends { readonly id: string }>(all: readonly T[], offerId: string): T => {
  const found = all.find(({ id }) => id === offerId)
  if (!found) throw new AppError('invalid-input', 'file-token')
  return found
}

/** A password may hold slashes and at signs: all before the last `@` goes. */
export const withoutUser = (text: string): string =>
  text.replace(/^([a-z][a-z\d+.-]*:\/\/)?.*@/is, '$1').slice(0, 120)
