import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { inTransaction } from './in-transaction.ts'

/** Where a secret lies that Chartroom does not keep, and what keeps it alive. Never the secret. */
const signInSource = z.discriminatedUnion('kind', [
  /** An entry of a config file, read anew for every token. */
  z.object({ kind: z.literal('file'), file: z.string(), key: z.string() }),
  /** `docker-credential-<helper>`, asked with this server key; the file names it. */
  z.object({
    kind: z.literal('helper'),
    helper: z.string(),
    serverKey: z.string(),
    file: z.string(),
  }),
  /** The vendor's own program. */
  z.object({
    kind: z.literal('command'),
    command: z.enum(['aws', 'gcloud', 'az']),
    profile: z.string().optional(),
  }),
])
export type SignInSource = z.infer<typeof signInSource>

const signInRow = z.object({
  username: z.string(),
  /** A token of the registry's own, sent as it is; a password or an identity token when not said. */
  kind: z.literal('registry-token').optional(),
  place: z.enum(['keychain', 'session', 'elsewhere']),
  /** The keychain's or the memory's entry of this very sign-in; a new sign-in gets a new one. */
  account: z.string(),
  source: signInSource.optional(),
  expiresAtMs: z.number().optional(),
  renewedAtMs: z.number().optional(),
})
export type SavedSignIn = z.infer<typeof signInRow>

/** Where a key, a passphrase or the password of a proxy is kept. */
const connectionSecret = z.object({ place: z.enum(['keychain', 'session']), account: z.string() })
export type ConnectionSecret = z.infer<typeof connectionSecret>

/** How a registry is reached beside its address: absolute paths, and keychain accounts of what is secret. */
const connectionRow = z.object({
  /** helm reads PEM only. */
  ca: z.object({ file: z.string(), isPem: z.boolean().optional() }).optional(),
  clientCertificate: z
    .object({
      kind: z.enum(['pem', 'pkcs12']),
      file: z.string(),
      /** Absent where the key was not in a file of the user's: then the secret holds it. */
      keyFile: z.string().optional(),
      /** Key or passphrase, kept like a sign-in. */
      secret: connectionSecret.optional(),
    })
    .optional(),
  /** SHA-256 of the one certificate that is taken, upper-case hexadecimal pairs with colons. */
  pin: z.string().optional(),
  proxy: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({
        kind: z.literal('address'),
        url: z.string(),
        username: z.string().optional(),
        secret: connectionSecret.optional(),
      }),
    ])
    .optional(),
})
export type SavedConnection = z.infer<typeof connectionRow>

export const connectionSecrets = ({
  clientCertificate,
  proxy,
}: SavedConnection): ConnectionSecret[] => {
  const ofProxy = proxy?.kind === 'address' ? proxy.secret : undefined
  return [clientCertificate?.secret, ofProxy].filter(secret => secret !== undefined)
}

/** Every entry of the keychain, or of the memory, that a registry uses. */
export const accountsOf = ({ signIn, connection }: SavedRegistry): string[] => [
  ...(signIn ? [signIn.account] : []),
  ...connectionSecrets(connection).map(({ account }) => account),
]

export type SavedRegistry = {
  readonly id: string
  readonly name: string
  readonly host: string
  readonly path: string
  readonly kind: 'local' | 'remote'
  readonly plainHttp: boolean
  readonly signIn: SavedSignIn | undefined
  /** Origin of the token service that may get the sign-in, where the user was asked. */
  readonly realm: string | undefined
  readonly connection: SavedConnection
  readonly addedAtMs: number
}

/** Registries without their secrets, and the keychain entries that a crash could orphan. */
export type SavedRegistries = {
  /** In the order they were added. */
  list(): readonly SavedRegistry[]
  /** Inserts or replaces; the entries it uses are no longer pending. */
  save(registry: SavedRegistry): void
  remove(id: string): void
  pendingAccounts(): readonly string[]
  addPending(account: string): void
  clearPending(account: string): void
}

const row = z
  .object({
    id: z.string(),
    name: z.string(),
    host: z.string(),
    path: z.string(),
    kind: z.enum(['local', 'remote']),
    plain_http: z.number(),
    username: z.string().nullable(),
    secret_place: z.string().nullable(),
    secret_account: z.string().nullable(),
    realm: z.string().nullable(),
    connection: z.string().nullable(),
    sign_in: z.string().nullable(),
    added_at_ms: z.number(),
  })
  .transform((saved): SavedRegistry => {
    const { id, name, host, path, kind } = saved
    const signIn = signInRow.safeParse(
      // The columns are what a program before the JSON wrote, and still reads.
      readJson(saved.sign_in) ?? {
        username: saved.username,
        place: saved.secret_place,
        account: saved.secret_account,
      },
    )
    return {
      id,
      name,
      host,
      path,
      kind,
      plainHttp: saved.plain_http === 1,
      signIn: signIn.data,
      realm: saved.realm ?? undefined,
      connection: connectionRow.safeParse(readJson(saved.connection)).data ?? {},
      addedAtMs: saved.added_at_ms,
    }
  })

export const createSavedRegistries = (db: DatabaseSync): SavedRegistries => {
  const select = db.prepare('SELECT * FROM registries ORDER BY position, id')
  const upsert = db.prepare(`
    INSERT INTO registries
      (id, name, host, path, kind, plain_http, username, secret_place, secret_account, realm,
       connection, sign_in, added_at_ms, position)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
      (SELECT coalesce(max(position), 0) + 1 FROM registries))
    ON CONFLICT (id) DO UPDATE SET (name, host, path, kind, plain_http, username, secret_place,
      secret_account, realm, connection, sign_in, added_at_ms) = (excluded.name, excluded.host,
      excluded.path, excluded.kind, excluded.plain_http, excluded.username, excluded.secret_place,
      excluded.secret_account, excluded.realm, excluded.connection, excluded.sign_in,
      excluded.added_at_ms)`)
  const remove = db.prepare('DELETE FROM registries WHERE id = ?')
  const pending = db.prepare('SELECT account FROM pending_secrets')
  const addPending = db.prepare('INSERT OR IGNORE INTO pending_secrets (account) VALUES (?)')
  const clearPending = db.prepare('DELETE FROM pending_secrets WHERE account = ?')
  return {
    list: () => select.all().flatMap(saved => row.safeParse(saved).data ?? []),
    save: registry =>
      inTransaction(db, () => {
        const { id, name, host, path, kind, plainHttp, signIn, realm, connection } = registry
        upsert.run(
          id,
          name,
          host,
          path,
          kind,
          plainHttp ? 1 : 0,
          signIn?.username ?? null,
          signIn && signIn.place !== 'elsewhere' ? signIn.place : null,
          signIn?.account ?? null,
          realm ?? null,
          JSON.stringify(connection),
          signIn ? JSON.stringify(signIn) : null,
          registry.addedAtMs,
        )
        for (const account of accountsOf(registry)) clearPending.run(account)
      }),
    remove: id => void remove.run(id),
    pendingAccounts: () => pending.all().map(({ account }) => String(account)),
    addPending: account => void addPending.run(account),
    clearPending: account => void clearPending.run(account),
  }
}

const readJson = (text: string | null): unknown => {
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
