import { expect, it } from 'vitest'
import { openDatabase } from '../../../electron/core/store/database.ts'
import { migrations } from '../../../electron/core/store/migrations.ts'
import { createTransferJournal } from '../../../electron/core/transfers/engine/transfer-journal.ts'
import { quietLogger } from '../../support/quiet-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { DatabaseSync } from 'node:sqlite'
import path from 'node:path'

const digest = `sha256:${'a'.repeat(64)}`
const facts = {
  registryId: 'r',
  host: 'h',
  repository: 'team/demo',
  tag: '1.0.0',
  digest,
  title: 'demo 1.0.0',
  steps: [{ name: 'upload', state: 'done' }],
  blobs: [{ digest, role: 'chart', sizeBytes: 3, sentBytes: 3, state: 'done' }],
  movedBytes: 3,
  totalBytes: 3,
  startedAtMs: 1,
}
const push = { kind: 'push', draftId: 'd', namespace: 'team' }
const pull = {
  kind: 'pull',
  digest,
  destination: { kind: 'browser' },
  keepProvenance: true,
  onExisting: 'ask',
}
const saved = {
  fileName: 'demo-1.0.0.tgz',
  sizeBytes: 3,
  tookMs: 1,
  helmLoads: true,
  contents: 'same-as-tag',
}
const failed = { code: 'unreachable', reason: 'timed-out', params: { host: 'h' } }

/** As the program wrote them that told by flags how a push ended. */
const written = [
  { transfer: { kind: 'push', state: 'done', endedAtMs: 2 }, retry: push },
  { transfer: { kind: 'push', state: 'done', endedAtMs: 2, tagNowPointsTo: digest }, retry: push },
  { transfer: { kind: 'push', state: 'done', endedAtMs: 2, notVisibleYet: true }, retry: push },
  { transfer: { kind: 'push', state: 'failed', endedAtMs: 2, error: failed }, retry: push },
  { transfer: { kind: 'pull', state: 'done', endedAtMs: 2, outcome: saved }, retry: pull },
  { transfer: { kind: 'pull', state: 'cancelled', endedAtMs: 2 }, retry: pull },
  { transfer: { kind: 'pull', state: 'running' }, retry: pull },
].map(({ transfer, retry }, index) => ({
  transfer: { ...facts, ...transfer, id: `${index}` },
  retry,
}))

/** A file of a program that knew so many steps of the schema. */
const oldDatabase = (version: number) => {
  const folder = temporaryFolder()
  const database = new DatabaseSync(path.join(folder, 'chartroom.db'))
  for (const step of migrations.slice(0, version)) database.exec(step)
  database.exec(`PRAGMA user_version = ${version}`)
  const insert = database.prepare('INSERT INTO transfers VALUES (?, ?, ?)')
  for (const row of written) insert.run(row.transfer.id, 1, JSON.stringify(row))
  insert.run('torn', 1, '{"transfer":{"kind":"push","state":"done"')
  database.close()
  return folder
}

it('opens the journal of a program before, whole and in its order', () => {
  const { db, notice } = openDatabase(oldDatabase(3), Date.now)
  expect(notice).toBeUndefined()
  const journal = createTransferJournal(db, quietLogger)
  const entries = journal.read()
  expect(entries.map(({ transfer }) => transfer)).toEqual(
    written.map(({ transfer }) => {
      const {
        tagNowPointsTo: _tag,
        notVisibleYet: _late,
        ...rest
      } = Object.assign({ tagNowPointsTo: undefined, notVisibleYet: undefined }, transfer)
      return expect.objectContaining(rest)
    }),
  )
  expect(
    entries.slice(0, 3).map(({ transfer }) => 'outcome' in transfer && transfer.outcome),
  ).toEqual([
    { tagNow: 'as-pushed' },
    { tagNow: 'moved', pointsTo: digest },
    { tagNow: 'not-visible-yet' },
  ])
  expect(entries.every(({ items }) => items.size === 0)).toBe(true)
  // What is read is written again as it is now, and read again.
  for (const entry of entries) journal.write(entry)
  expect(createTransferJournal(db, quietLogger).read()).toEqual(entries)
  db.close()
})

it('keeps how items ended until their transfer is forgotten', () => {
  const { db } = openDatabase(oldDatabase(3), Date.now)
  const journal = createTransferJournal(db, quietLogger)
  journal.writeItem('6', 'one', { state: 'failed', error: failed as never })
  journal.writeItem('6', 'one', { state: 'done' })
  journal.writeItem('6', 'two', { state: 'skipped' })
  db.exec("INSERT INTO transfer_items VALUES ('6', 'torn', '{')")
  const itemsOf = (id: string) => journal.read().find(({ transfer }) => transfer.id === id)?.items
  expect([...(itemsOf('6') ?? [])]).toEqual([
    ['one', { state: 'done' }],
    ['two', { state: 'skipped' }],
  ])
  journal.remove('6')
  expect(db.prepare('SELECT count(*) AS count FROM transfer_items').get()).toEqual({ count: 0 })
  db.close()
})
