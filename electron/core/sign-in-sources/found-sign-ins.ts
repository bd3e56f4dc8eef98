import { createHash } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { FoundSignIn as Shown } from '../../../shared/ipc/schemas/sign-ins.ts'
import { createSingleFlight } from '../async/single-flight.ts'
import type { SignInSource } from '../store/saved-registries.ts'
import {
  type AuthFile,
  type AuthKey,
  isDockersOwn,
  readAuthFile,
  readKey,
  tokenUser,
  type UnusableKey,
} from './auth-file.ts'
import { type ConfigFile, configFiles, type Machine } from './config-files.ts'
import type { CredentialHelpers } from './credential-helpers.ts'

/** A sign-in that another program keeps on this machine, without its secret. */
export type FoundSignIn = Pick<
  Shown,
  'id' | 'host' | 'path' | 'username' | 'secretIn' | 'tokenKind'
> & {
  readonly file: ConfigFile
  /** Where to read it on demand. */
  readonly source: SignInSource
}

/** Sign-ins of docker, helm and podman. Their files are only read, their helpers only asked for names. */
export type FoundSignIns = {
  /** In the order in which they are proposed: of two for one registry the first. */
  list(signal: AbortSignal): Promise<readonly FoundSignIn[]>
  /** Throws `not-found/sign-in` when the files have changed since. */
  get(id: string, signal: AbortSignal): Promise<FoundSignIn>
  /** Files that were there at the last look, and could not be read. */
  broken(): readonly ConfigFile[]
  /** Keys of the last look that stand for no sign-in that can be taken. */
  unusable(): readonly (UnusableKey & { readonly file: ConfigFile })[]
}

export const createFoundSignIns = (machine: Machine, helpers: CredentialHelpers): FoundSignIns => {
  /** What the user chose from, so that choosing asks no helper again. */
  let last: readonly FoundSignIn[] = []
  let broken: readonly ConfigFile[] = []
  let unusable: ReturnType<FoundSignIns['unusable']> = []

  /** Several screens ask for them at once and share one look. */
  const share = createSingleFlight<readonly FoundSignIn[]>()

  const look = async (signal: AbortSignal) => {
    const perFile = configFiles(machine).map(async file => {
      const content = await readAuthFile(file.path)
      const found = [
        ...inFile(file, content),
        ...(await withHelpers(file, content, helpers, signal)),
      ]
      return { file, found: onePerPlace(found), content }
    })
    const looked = await Promise.all(perFile)
    broken = looked.filter(({ content }) => content.isBroken).map(({ file }) => file)
    unusable = looked.flatMap(({ file, content }) =>
      content.unusable.map(one => ({ ...one, file })),
    )
    last = looked.flatMap(({ found }) => found)
    return last
  }

  const list: FoundSignIns['list'] = signal =>
    share('', signal, () => look(new AbortController().signal))

  return {
    list,
    broken: () => broken,
    unusable: () => unusable,
    get: async (id, signal) => {
      const isWanted = (found: FoundSignIn) => found.id === id
      const match = last.find(isWanted) ?? (await list(signal)).find(isWanted)
      if (!match) throw new AppError('not-found', 'sign-in')
      return match
    },
  }
}

/** The same sign-in under several names of one registry, as Docker Hub has them, stands once: under docker's own. */
const onePerPlace = (found: readonly FoundSignIn[]): FoundSignIn[] => {
  const best = new Map<string, FoundSignIn>()
  for (const one of found) {
    const { host, path, username, secretIn, tokenKind } = one
    const place = JSON.stringify([host, path, username, secretIn, tokenKind])
    const before = best.get(place)
    if (!before || (isDockersOwn(keyOf(one)) && !isDockersOwn(keyOf(before)))) best.set(place, one)
  }
  return found.filter(one => [...best.values()].includes(one))
}

const keyOf = ({ source }: FoundSignIn): string =>
  source.kind === 'file' ? source.key : source.kind === 'helper' ? source.serverKey : ''

const inFile = (file: ConfigFile, { entries }: AuthFile): FoundSignIn[] =>
  entries.map(({ key, host, path, username, tokenKind }) => ({
    id: idOf(file, key, username),
    host,
    path,
    username,
    secretIn: { kind: 'file' },
    tokenKind,
    file,
    source: { kind: 'file', file: file.path, key },
  }))

const withHelpers = async (
  file: ConfigFile,
  content: AuthFile,
  helpers: CredentialHelpers,
  signal: AbortSignal,
): Promise<FoundSignIn[]> => {
  const names = [...new Set([...content.withHelper.map(({ helper }) => helper), content.store])]
  const perHelper = names.map(async helper => {
    if (helper === undefined) return []
    const isThere = await helpers.exists(helper)
    const known = isThere ? await helpers.list(helper, signal) : new Map<string, string>()
    return keysOf(helper, content, known).map(({ key, host, path }): FoundSignIn => {
      const username = known.get(key)
      return {
        id: idOf(file, key, helper),
        host,
        path,
        ...(username !== undefined && { username }),
        secretIn: { kind: isThere ? 'helper' : 'missing-helper', name: helper },
        tokenKind: username === tokenUser ? 'identity-token' : 'password',
        file,
        source: { kind: 'helper', helper, serverKey: key, file: file.path },
      }
    })
  })
  return (await Promise.all(perHelper)).flat()
}

/** The keys that the file names, as the helper spells them; then what the store for everything knows beside. */
const keysOf = (
  helper: string,
  { withHelper, store }: AuthFile,
  known: ReadonlyMap<string, string>,
): AuthKey[] => {
  const listed = [...known.keys()].flatMap(key => readKey(key) ?? [])
  const named = withHelper
    .filter(key => key.helper === helper)
    .map(key => (known.has(key.key) ? key : (listed.find(other => isSame(other, key)) ?? key)))
  const isNamed = (key: AuthKey) => withHelper.some(other => isSame(other, key))
  return store === helper ? [...named, ...listed.filter(key => !isNamed(key))] : named
}

const isSame = (one: AuthKey, other: AuthKey) => one.host === other.host && one.path === other.path

/** Names the place, not the secret: the same entry has the same id each time it is listed. */
const idOf = (file: ConfigFile, key: string, who: string): string =>
  createHash('sha256').update([file.path, key, who].join('\n')).digest('hex').slice(0, 32)
