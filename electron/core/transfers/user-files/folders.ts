import { randomUUID } from 'node:crypto'
import { homedir } from 'node:os'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../../shared/errors.ts'
import type { Desktop } from '../../ports.ts'

export type ShownFolder = { readonly folderId: string; readonly shown: string }

/** Folders that the user chose in the system's dialog. The renderer knows an id and a text, never picks a path. */
export type Folders = {
  choose(): Promise<ShownFolder | undefined>
  last(): ShownFolder | undefined
  /** Throws `not-found/folder` for an id that was never granted. */
  path(folderId: string): string
  shown(folderId: string): string
  /** All of them. */
  paths(): string[]
}

export const createFolders = (database: DatabaseSync, desktop: Desktop | undefined): Folders => {
  const remember = database.prepare(
    'INSERT INTO folders (id, path, used_at) VALUES (?, ?, (SELECT coalesce(max(used_at), 0) + 1 FROM folders)) ON CONFLICT (path) DO UPDATE SET used_at = excluded.used_at RETURNING id',
  )
  const byId = database.prepare('SELECT path FROM folders WHERE id = ?')
  const all = database.prepare('SELECT path FROM folders')
  const latest = database.prepare('SELECT id, path FROM folders ORDER BY used_at DESC LIMIT 1')

  const find = (folderId: string): string => {
    const row = byId.get(folderId)
    if (row === undefined) throw new AppError('not-found', 'folder', { folder: '' })
    return String(row['path'])
  }
  return {
    choose: async () => {
      const chosen = await desktop?.chooseFolder()
      if (chosen === undefined) return undefined
      const row = remember.get(randomUUID(), chosen)
      return row && { folderId: String(row['id']), shown: show(chosen) }
    },
    last: () => {
      const row = latest.get()
      return row && { folderId: String(row['id']), shown: show(String(row['path'])) }
    },
    path: find,
    shown: folderId => show(find(folderId)),
    paths: () => all.all().map(row => String(row['path'])),
  }
}

const show = (folder: string): string => {
  const home = homedir()
  return folder === home || folder.startsWith(home + path.sep)
    ? `~${folder.slice(home.length)}`
    : folder
}
