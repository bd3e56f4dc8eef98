import { createHash, type X509Certificate } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { CertificateView } from '../../../shared/ipc/schemas/connection-settings.ts'
import { isAppError } from '../../../shared/errors.ts'
import { commonNameOf, voucherOf } from '../http/tls/chain.ts'
import { readCertificates } from '../http/tls/read-certificates.ts'
import { readConnectionFile } from './connection-files.ts'

type Offers = Required<Pick<CertificateView, 'offers' | 'clientOffers'>>
type Owner = 'docker' | 'podman'

export type OfferedFile = { readonly id: string; readonly file: string; readonly foundFor: Owner }
export type OfferedPair = OfferedFile & { readonly keyFile: string }

/** Files that docker and podman would use for a host (containers-certs.d(5), docker's dockerd certificates page). */
export type CertsD = {
  find(host: string): Promise<{
    readonly authorities: readonly OfferedFile[]
    readonly clients: readonly OfferedPair[]
  }>
  /** The same as shown, each authority with the root that vouches for the chain. */
  offers(host: string, chain: readonly X509Certificate[]): Promise<Offers>
}

type Deps = {
  readonly homeDir: string
  readonly showPath: (file: string) => string
  /** `/etc`; tests give a folder of theirs. */
  readonly systemDir?: string | undefined
}

export const createCertsD = ({ homeDir, showPath, systemDir = '/etc' }: Deps): CertsD => {
  const roots: readonly (readonly [Owner, string])[] = [
    ['docker', path.join(homeDir, '.docker/certs.d')],
    // Rootless docker's.
    ['docker', path.join(homeDir, '.config/docker/certs.d')],
    ['docker', path.join(systemDir, 'docker/certs.d')],
    ['podman', path.join(homeDir, '.config/containers/certs.d')],
    ['podman', path.join(systemDir, 'containers/certs.d')],
  ]
  const folders = (host: string) =>
    roots.flatMap(([foundFor, root]) =>
      namesOf(host).map(name => ({ foundFor, folder: path.join(root, name) })),
    )

  const find: CertsD['find'] = async host => {
    const found = await Promise.all(folders(host).map(filesIn))
    return {
      authorities: found.flatMap(({ authorities }) => authorities),
      clients: found.flatMap(({ clients }) => clients),
    }
  }

  return {
    find,
    offers: async (host, chain) => {
      const { authorities, clients } = await find(host)
      const vouching = authorities.map(async ({ id, file, foundFor }) => {
        const vouches = await voucherIn(file, chain)
        return { id, file: showPath(file), foundFor, ...(vouches !== undefined && { vouches }) }
      })
      return {
        offers: await Promise.all(vouching),
        clientOffers: clients.map(client => ({
          ...client,
          file: showPath(client.file),
          keyFile: showPath(client.keyFile),
        })),
      }
    },
  }
}

/** docker leaves the port off where it is 443; on Windows, where a colon cannot stand in a name, it leaves that out. */
const namesOf = (host: string): string[] => {
  const names = /:\d+$/.test(host) ? [host] : [host, `${host}:443`]
  return names.map(name => (process.platform === 'win32' ? name.replaceAll(':', '') : name))
}

const filesIn = async ({ foundFor, folder }: { foundFor: Owner; folder: string }) => {
  const names = (await readdir(folder).catch(() => [])).toSorted().slice(0, 100)
  const place = (name: string) => path.join(folder, name)
  const authorities = names
    .filter(name => name.endsWith('.crt'))
    .map(name => ({ id: idOf(place(name)), file: place(name), foundFor }))
  const clients = names.flatMap(name => {
    const key = name.replace(/\.cert$/, '.key')
    if (!name.endsWith('.cert') || !names.includes(key)) return []
    return [{ id: idOf(place(name)), file: place(name), keyFile: place(key), foundFor }]
  })
  return { authorities, clients }
}

const voucherIn = async (file: string, chain: readonly X509Certificate[]) => {
  try {
    const voucher = voucherOf(chain, readCertificates(await readConnectionFile(file, file)))
    return voucher && commonNameOf(voucher)
  } catch (error) {
    // An authority file that cannot be read vouches for nothing.
    if (isAppError(error)) return undefined
    throw error
  }
}

const idOf = (file: string): string => createHash('sha256').update(file).digest('hex').slice(0, 32)
