import { z } from 'zod'
import { parseRegistryAddress } from '../../../shared/model/reference.ts'
import { signInHost } from '../../../shared/model/sign-in-host.ts'
import { readJson } from '../json/read-json.ts'
import { errorCode } from '../files/error-code.ts'
import { readSmallFile } from '../files/read-small-file.ts'

/** What a key of a config file stands for. Podman's may name a path; '' for the whole host. */
export type AuthKey = {
  /** As it stands in the file. */
  readonly key: string
  readonly host: string
  readonly path: string
}

/** One sign-in that lies in the file itself; its secret stays encoded until somebody asks. */
export type AuthEntry = AuthKey & {
  /** `<token>` where the file names nobody beside a token. */
  readonly username: string
  readonly tokenKind: 'password' | 'identity-token' | 'registry-token'
  reveal(): string
}

/** A key of the file that stands for no sign-in that can be taken. */
export type UnusableKey = {
  readonly key: string
  /** `pattern`: for many hosts. `unreadable`: what it holds is no base64 of `user:password`. */
  readonly reason: 'pattern' | 'unreadable'
}

export type AuthFile = {
  readonly entries: readonly AuthEntry[]
  /** Keys whose secret lies with the helper of this name. */
  readonly withHelper: readonly (AuthKey & { readonly helper: string })[]
  /** The helper for everything that has none of its own; it may know more than the file names. */
  readonly store: string | undefined
  readonly unusable: readonly UnusableKey[]
  /** The file exists and cannot be read: it is too large, not JSON, or of another shape. */
  readonly isBroken?: true
}

const authSchema = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
  registrytoken: z.string().optional(),
})
type Auth = z.infer<typeof authSchema>

const fileSchema = z.object({
  auths: z.record(z.string(), z.unknown()).nullish(),
  credHelpers: z.record(z.string(), z.unknown()).nullish(),
  credsStore: z.string().nullish(),
})

const limitBytes = 1024 * 1024
const absent: AuthFile = { entries: [], withHelper: [], store: undefined, unusable: [] }
const broken: AuthFile = { ...absent, isBroken: true }

/** Reads the file; one that is absent or broken has nothing to offer. */
export const readAuthFile = async (file: string): Promise<AuthFile> => {
  try {
    const text = (await readSmallFile(file, limitBytes)).toString('utf8')
    // An empty file names no sign-in.
    if (text.trim() === '') return absent
    const parsed = fileSchema.safeParse(readJson(text.replace(/^\uFEFF/, '')))
    return parsed.success ? readSections(parsed.data) : broken
  } catch (error) {
    return isAbsent(error) ? absent : broken
  }
}

const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')

const readSections = ({ auths, credHelpers, credsStore }: z.infer<typeof fileSchema>): AuthFile => {
  const helpers = Object.entries(credHelpers ?? {}).flatMap(([key, helper]) => {
    const found = readKey(key)
    return found && typeof helper === 'string' && helper !== '' ? [{ ...found, helper }] : []
  })
  // A helper wins over the file for the hosts it serves; credsStore serves all (oras credentials/store.go).
  const isServed = ({ host, path }: AuthKey) =>
    helpers.some(helper => helper.host === host && (helper.path === '' || helper.path === path))
  const left = Object.entries(auths ?? {}).flatMap(([key, value]) => {
    const found = readKey(key)
    return found && !isServed(found) ? [{ ...found, auth: authSchema.safeParse(value).data }] : []
  })
  const patterns = [...Object.keys(auths ?? {}), ...Object.keys(credHelpers ?? {})]
    .filter(key => key.includes('*'))
    .map(key => ({ key, reason: 'pattern' }) as const)
  if (credsStore) {
    const stored = left.map(({ key, host, path }) => ({ key, host, path, helper: credsStore }))
    const withHelper = [...stored, ...helpers]
    return { entries: [], withHelper, store: credsStore, unusable: patterns }
  }
  const read = left.map(({ auth, ...key }) => ({ ...key, auth, entry: readEntry(key, auth) }))
  const unreadable = read
    .filter(({ auth, entry }) => entry === undefined && hasSecret(auth))
    .map(({ key }) => ({ key, reason: 'unreadable' }) as const)
  return {
    entries: read.flatMap(({ entry }) => entry ?? []),
    withHelper: helpers,
    store: undefined,
    unusable: [...patterns, ...unreadable],
  }
}

/** Docker leaves an empty entry for what a helper keeps: that one is no sign-in that went wrong. */
const hasSecret = (auth: Auth | undefined): boolean => auth === undefined || Boolean(auth.auth)

const readEntry = (key: AuthKey, auth: Auth | undefined): AuthEntry | undefined => {
  if (!auth) return undefined
  const { auth: encoded, registrytoken, identitytoken, password } = auth
  const username = (encoded && usernameOf(encoded)) || auth.username
  // What can be sent as it is comes first: docs/protocol.md, "Tokens".
  const token = registrytoken || identitytoken
  if (token) {
    const tokenKind = registrytoken ? 'registry-token' : 'identity-token'
    return { ...key, username: username || tokenUser, tokenKind, reveal: () => token }
  }
  if (!username || !(encoded || password)) return undefined
  const reveal = () => (encoded ? secretOf(encoded) : (password ?? ''))
  return { ...key, username, tokenKind: 'password', reveal }
}

/** docker's user name of an identity token, which goes to the token service that issued it and nowhere else. */
export const tokenUser = '<token>'

/** Decodes only as far as the colon: the secret behind it is not touched. */
const usernameOf = (encoded: string): string | undefined => {
  const bytes: number[] = []
  for (let at = 0; at < encoded.length; at += 4) {
    for (const byte of Buffer.from(encoded.slice(at, at + 4), 'base64')) {
      if (byte === 0x3a) return Buffer.from(bytes).toString('utf8')
      bytes.push(byte)
    }
  }
  return undefined
}

const secretOf = (encoded: string): string => {
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1).replace(/\0+$/, '')
}

// docker's key for Docker Hub; oras looks it up for both host names (credentials/registry.go).
const dockerHubKey = /^https?:\/\/index\.docker\.io\/v1\/?$/
/** Docker's own key of Docker Hub, among those that others write for it. */
export const isDockersOwn = (key: string): boolean => dockerHubKey.test(key)

/** Docker Desktop's own, beside the one above: no sign-in to a registry. */
const desktopKey = /^https?:\/\/index\.docker\.io\/v1\/./

/** Undefined for what only looks like a host. */
export const readKey = (key: string): AuthKey | undefined => {
  if (dockerHubKey.test(key)) return { key, host: 'registry-1.docker.io', path: '' }
  const address = desktopKey.test(key) ? undefined : parseRegistryAddress(key)
  if (!address) return undefined
  // podman writes Docker Hub as users type it; others by any of its names.
  return { key, host: signInHost(address.host), path: address.path }
}
