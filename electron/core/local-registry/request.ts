import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Digest, parseDigest } from '../../../shared/model/digest.ts'
import { isRepositoryName } from '../../../shared/model/reference.ts'
import type { Guard } from './access.ts'
import { RegistryError } from './registry-error.ts'
import type { RegistryStore } from './registry-store.ts'
import type { Uploads } from './uploads.ts'

/** What every handler gets: the wire, the words of the path, and what the registry is made of. */
export type RegistryRequest = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly query: URLSearchParams
  /** Captured by the route, decoded. */
  readonly path: readonly string[]
  readonly store: RegistryStore
  readonly uploads: Uploads
  readonly guard: Guard
}

export type Handler = (request: RegistryRequest) => Promise<void> | void

export const repositoryOf = ({ path }: RegistryRequest): string => {
  const [name = ''] = path
  if (isRepositoryName(name)) return name
  throw new RegistryError('NAME_INVALID', 'This is not a repository name.')
}

export const wordOf = ({ path }: RegistryRequest): string => path[1] ?? ''

export const requireDigest = (text: string): Digest => {
  const digest = parseDigest(text)
  if (digest) return digest
  throw new RegistryError('DIGEST_INVALID', 'A digest is sha256 or sha512 in lower-case hex.')
}

/** `v2` paths are relative: whichever loopback name the client uses, it stays on it. */
export const blobPath = (repository: string, digest: Digest) => `/v2/${repository}/blobs/${digest}`
