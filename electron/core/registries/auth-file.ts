import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { parseRegistryAddress } from '../../../shared/model/reference.ts'

/** One sign-in of a docker or helm config file; its secret stays encoded until somebody asks. */
export type AuthEntry = {
  /** The key as it stands in the file. */
  readonly key: string
  readonly host: string
  readonly path: string
  readonly username: string
  reveal(): string
}

export type AuthFile = {
  readonly entries: readonly AuthEntry[]
  /** Hosts whose secret lies with a credential helper. */
  readonly withHelper: readonly string[]
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
const empty: AuthFile = { entries: [], withHelper: [] }

/** Reads the file; one that is absent, too large or not of this shape has nothing to offer. */
export const readAuthFile = async (file: string): Promise<AuthFile> => {
  try {
    if ((await stat(file)).size > limitBytes) return empty
    const text = await readFile(file, 'utf8')
    const parsed = fileSchema.safeParse(JSON.parse(text.replace(/^\uFEFF/, '')))
    return parsed.success ? readSections(parsed.data) : empty
  } catch {
    return empty
  }
}

const readSections = ({ auths, credHelpers, credsStore }: z.infer<typeof fileSchema>): AuthFile => {
  const helperKeys = Object.keys(credHelpers ?? {})
  const authKeys = Object.keys(auths ?? {})
  const hostsOf = (keys: string[]) => [...new Set(keys.flatMap(key => addressOf(key)?.host ?? []))]
  // A helper wins over the file for the hosts it serves; credsStore serves all (oras credentials/store.go).
  if (credsStore) return { entries: [], withHelper: hostsOf([...authKeys, ...helperKeys]) }
  const withHelper = hostsOf(helperKeys)
  const entries = Object.entries(auths ?? {})
    .flatMap(([key, value]) => readEntry(key, authSchema.safeParse(value).data) ?? [])
    .filter(entry => !withHelper.includes(entry.host))
  return { entries, withHelper }
}

/** Plain user and password only: identity and registry tokens are no sign-in that a user can type. */
const readEntry = (key: string, auth: Auth | undefined): AuthEntry | undefined => {
  const address = addressOf(key)
  if (!address || !auth || auth.identitytoken || auth.registrytoken) return undefined
  const { host, path } = address
  if (auth.auth) {
    const encoded = auth.auth
    const username = usernameOf(encoded)
    if (!username) return undefined
    return { key, host, path, username, reveal: () => secretOf(encoded) }
  }
  const { username, password } = auth
  if (!username || !password) return undefined
  return { key, host, path, username, reveal: () => password }
}

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
const apiPath = /^v[12]$/

const addressOf = (key: string): { host: string; path: string } | undefined => {
  if (dockerHubKey.test(key)) return { host: 'registry-1.docker.io', path: '' }
  const address = parseRegistryAddress(key)
  if (!address) return undefined
  return { host: address.host, path: apiPath.test(address.path) ? '' : address.path }
}
