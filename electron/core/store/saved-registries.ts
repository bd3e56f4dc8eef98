import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { inTransaction } from './in-transaction.ts'

const signInRow = z.object({
  username: z.string(),
  place: z.enum(['keychain', 'session']),
  /** The keychain's or the memory's entry of this very sign-in; a new sign-in gets a new one. */
  account: z.string(),
})
export type SavedSignIn = z.infer<typeof signInRow>

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
  readonly addedAtMs: number
}

/** Registries without their secrets, and the keychain entries that a crash could orphan. */
export type SavedRegistries = {
  list(): readonly SavedRegistry[]
  /** Inserts or replaces; the entry of its sign-in is no longer pending. */
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
    added_at_ms: z.number(),
  })
  .transform((saved): SavedRegistry => {
    const { id, name, host, path, kind } = saved
    const signIn = signInRow.safeParse({
      username: saved.username,
      place: saved.secret_place,
      account: saved.secret_account,
    })
    return {
      id,
      name,
      host,
      path,
      kind,
      plainHttp: saved.plain_http === 1,
      signIn: signIn.data,
      realm: saved.realm ?? undefined,
      addedAtMs: saved.added_at_ms,
    }
  })

export const createSavedRegistries = (db: DatabaseSync): SavedRegistries => {
  const select = db.prepare('SELECT * FROM registries ORDER BY added_at_ms, id')
  const upsert = db.prepare(`
    INSERT OR REPLACE INTO registries
      (id, name, host, path, kind, plain_http, username, secret_place, secret_account, realm, added_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const remove = db.prepare('DELETE FROM registries WHERE id = ?')
  const pending = db.prepare('SELECT account FROM pending_secrets')
  const addPending = db.prepare('INSERT OR IGNORE INTO pending_secrets (account) VALUES (?)')
  const clearPending = db.prepare('DELETE FROM pending_secrets WHERE account = ?')
  return {
    list: () => select.all().flatMap(saved => row.safeParse(saved).data ?? []),
    save: registry =>
      inTransaction(db, () => {
        const { id, name, host, path, kind, plainHttp, signIn, realm, addedAtMs } = registry
        upsert.run(
          id,
          name,
          host,
          path,
          kind,
          plainHttp ? 1 : 0,
          signIn?.username ?? null,
          signIn?.place ?? null,
          signIn?.account ?? null,
          realm ?? null,
          addedAtMs,
        )
        if (signIn) clearPending.run(signIn.account)
      }),
    remove: id => void remove.run(id),
    pendingAccounts: () => pending.all().map(({ account }) => String(account)),
    addPending: account => void addPending.run(account),
    clearPending: account => void clearPending.run(account),
  }
}
