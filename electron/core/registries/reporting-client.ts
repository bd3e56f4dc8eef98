import { type AppError, isAppError, isCancelled } from '../../../shared/errors.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { RegistryClient, RepositoryClient } from '../oci/types.ts'
import type { NamePage } from '../oci/base/name-page.ts'

type ReportedState = Pick<Registry['state'], 'status' | 'limit' | 'tookMs'>

export type Observer = {
  answered(what: 'ping' | 'catalog' | 'repository', tookMs?: number): void
  /** May translate: what it returns is thrown. */
  failed(error: unknown): unknown
}

/** Tells an observer how each request went, so that whoever talks to a registry moves its dot. */
export const reportingClient = (client: RegistryClient, observer: Observer): RegistryClient => ({
  endpoint: client.endpoint,
  ping: options =>
    observe(
      () => client.ping(options),
      observer,
      ({ tookMs }) => observer.answered('ping', tookMs),
    ),
  catalog: options => observePages(client.catalog(options), observer, 'catalog'),
  list: way =>
    observePages(
      client.list(way),
      {
        answered: observer.answered,
        // One refused way of listing does not count: the caller that tries all of them reports how it ended.
        failed: error => (isSignInNeeded(error) ? observer.failed(error) : error),
      },
      'catalog',
    ),
  // A probe may find something missing; that says nothing about the state of the registry.
  ask: request => client.ask(request),
  repository: name => reportingRepository(client.repository(name), observer),
  close: () => client.close(),
})

const isSignInNeeded = (error: unknown): boolean =>
  isAppError(error) && error.code === 'unauthorized'

const reportingRepository = (client: RepositoryClient, observer: Observer): RepositoryClient => {
  const told = <T>(act: () => Promise<T>) =>
    observe(act, observer, () => observer.answered('repository'))
  return {
    tags: options => observePages(client.tags(options), observer, 'repository'),
    resolve: (...args) => told(() => client.resolve(...args)),
    manifest: (...args) => told(() => client.manifest(...args)),
    readBlob: (...args) => told(() => client.readBlob(...args)),
    openBlob: (...args) => observeChunks(client.openBlob(...args), observer),
    hasBlob: (...args) => told(() => client.hasBlob(...args)),
    pushBlob: (...args) => told(() => client.pushBlob(...args)),
    mountBlob: (...args) => told(() => client.mountBlob(...args)),
    referrers: (...args) => told(() => client.referrers(...args)),
    pushManifest: (...args) => told(() => client.pushManifest(...args)),
    deleteManifest: (...args) => told(() => client.deleteManifest(...args)),
    rights: (...args) => told(() => client.rights(...args)),
  }
}

const observe = async <T>(
  act: () => Promise<T>,
  observer: Observer,
  answered: (value: T) => void,
): Promise<T> => {
  try {
    const value = await act()
    answered(value)
    return value
  } catch (error) {
    throw isCancelled(error) ? error : observer.failed(error)
  }
}

async function* observePages<End>(
  pages: AsyncGenerator<NamePage, End>,
  observer: Observer,
  what: 'catalog' | 'repository',
): AsyncGenerator<NamePage, End> {
  try {
    const end = yield* pages
    observer.answered(what)
    return end
  } catch (error) {
    throw isCancelled(error) ? error : observer.failed(error)
  }
}

async function* observeChunks(
  chunks: AsyncIterable<Uint8Array>,
  observer: Observer,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
    observer.answered('repository')
  } catch (error) {
    throw isCancelled(error) ? error : observer.failed(error)
  }
}

/** Files of its connection that are gone or hold something else. */
const connectionFaults = new Set<string>([
  'connection-file',
  'client-key',
  'not-certificates',
  'not-a-key',
  'key-passphrase',
  'key-of-other-certificate',
  'proxy-kind',
])

/** What a failure says of the registry; undefined when it says nothing (it answered, and the thing is not there). */
export const stateOfFailure = (error: unknown): ReportedState | undefined => {
  if (!isAppError(error)) return undefined
  if (error.reason === 'server-error') return { status: 'server-error' }
  if (error.code === 'unreachable') return { status: 'offline' }
  if (error.code === 'unauthorized' || error.code === 'keychain-unavailable') {
    return { status: 'sign-in-needed' }
  }
  if (error.code === 'rate-limited') return { status: 'limited', limit: 'rate-limited' }
  if (error.reason === 'no-catalog') return { status: 'limited', limit: 'no-catalog' }
  if (error.code === 'untrusted-certificate' || connectionFaults.has(error.reason)) {
    return { status: 'failed' }
  }
  return undefined
}

/** Why a list is the saved one, where it is not that the registry cannot be reached. */
export const problemOf = ({ reason }: AppError): { problem?: 'server-error' } =>
  reason === 'server-error' ? { problem: reason } : {}
