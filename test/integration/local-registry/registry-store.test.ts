import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import {
  openRegistryStore,
  type RegistryStore,
} from '../../../electron/core/local-registry/registry-store.ts'
import { createFolder, digestOf, silentLogger } from '../../support/local-registry/registry-rig.ts'

const open = (dataDir: string) =>
  openRegistryStore({ dataDir, logger: silentLogger, reached: () => {} })

const bytes = Buffer.from('some bytes')
const digest = digestOf(bytes)
const held = { repository: 'app', digest }

const put = async (store: RegistryStore) => {
  let durable: Promise<void> | undefined
  await store.blobs.write(bytes, digest, () => {
    durable = store.commit([{ op: 'blob', ...held, sizeBytes: bytes.length }])
  })
  await durable
}

const readStored = async (store: RegistryStore) => {
  const file = await store.blobs.open(digest)
  const content = await file?.readFile()
  await file?.close()
  return content
}

it('does not remove bytes that came back while their removal was being written', async () => {
  await using home = await createFolder()
  const store = await open(home.folder)
  await put(store)
  // Freed at once in memory; the file goes only after the ledger is synced, and by then it is held again.
  const removed = store.commit([{ op: 'unblob', ...held }])
  await Promise.all([removed, put(store)])
  expect(await readStored(store)).toEqual(bytes)
  await store.close()
})

it('removes bytes at the next start that no entry speaks of', async () => {
  await using home = await createFolder()
  const first = await open(home.folder)
  await first.blobs.write(bytes, digest, () => {})
  expect(await readStored(first)).toEqual(bytes)
  await first.close()
  const second = await open(home.folder)
  expect(await readStored(second)).toBeUndefined()
  await second.close()
})

it('removes nothing at a start that it has not made itself', async () => {
  await using home = await createFolder()
  await using elsewhere = await createFolder()
  const shard = path.join(home.folder, 'blobs/sha256', digest.slice(7, 9))
  const name = digest.slice(7)
  const theirs = [
    [shard, 'report.part'],
    [shard, `${'f'.repeat(64)}`],
    [path.join(shard, `${name.slice(0, -1)}x`), 'data'],
    [path.join(home.folder, 'blobs/sha512/photos'), 'one.part'],
  ] as const
  for (const [folder, file] of theirs) {
    await mkdir(folder, { recursive: true })
    await writeFile(path.join(folder, file), '')
  }
  const part = `.${name}.0f8fad5b-d9cb-469f-a165-70867728950e.part`
  await writeFile(path.join(shard, part), '')
  await writeFile(path.join(elsewhere.folder, name), '')
  await symlink(path.join(elsewhere.folder, name), path.join(shard, name))
  await symlink(elsewhere.folder, path.join(home.folder, 'blobs/sha256/ff'))
  await writeFile(path.join(elsewhere.folder, 'f'.repeat(64)), '')

  await (await open(home.folder)).close()
  for (const [folder, file] of theirs) expect(await readdir(folder)).toContain(file)
  expect(await readdir(shard)).toContain(name)
  expect(await readdir(shard)).not.toContain(part)
  expect(await readdir(elsewhere.folder)).toHaveLength(2)
})

it('acknowledges nothing that is not in the ledger', async () => {
  await using home = await createFolder()
  const store = await open(home.folder)
  await put(store)
  const ledger = await readFile(path.join(home.folder, 'ledger.jsonl'), 'utf8')
  expect(ledger).toBe(
    `${JSON.stringify({ op: 'blob', repository: 'app', digest, sizeBytes: bytes.length })}\n`,
  )
  await store.close()
})

it('goes back to what the disk says when the disk refuses', async () => {
  await using home = await createFolder()
  const store = await open(home.folder)
  await store.close()
  // A closed ledger stands for one that cannot be written.
  await expect(put(store)).rejects.toThrow()
  expect(store.state().isHeld(digest)).toBe(false)
  expect(store.state().repository('app')).toBeUndefined()
})
