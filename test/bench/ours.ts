import { systemClock } from '../../electron/adapters/system-clock.ts'
import { createEvents } from '../../electron/core/events/events.ts'
import { receiveBlob } from '../../electron/core/oci/blobs/receive-blob.ts'
import { createRegistryClient } from '../../electron/core/oci/registry-client.ts'
import type { Descriptor } from '../../electron/core/oci/base/content.ts'
import { parseDigest } from '../../shared/model/digest.ts'
import { openStore } from '../../electron/core/store/store.ts'
import { createTagMemory } from '../../electron/core/versions/tag-memory.ts'
import { createVersions } from '../../electron/core/versions/versions.ts'
import { quietLogger } from '../support/quiet-logger.ts'
import { createAtomicFile } from '../../electron/core/files/atomic-file.ts'
import { holdFile } from '../../electron/core/files/held-file.ts'

// One task of ours in a process of its own, so that its time and memory can be laid beside a peer's.
// Prints JSON: the time of the task alone (without process start), and what it found.

const [task, host = '', ...args] = process.argv.slice(2)
const { signal } = new AbortController()
const client = createRegistryClient({
  endpoint: { host, plainHttp: true },
  credentials: async () => undefined,
  userAgent: 'chartroom-bench',
  trustRealm: () => false,
  clock: systemClock,
})

const sized = 'application/octet-stream'
const unused = () => {
  throw new Error('not asked for here')
}

const tasks: Record<string, () => Promise<Record<string, unknown>>> = {
  idle: async () => ({}),
  tags: async () => {
    let count = 0
    for await (const page of client.repository(args[0] ?? '').tags({ signal }))
      count += page.names.length
    return { count }
  },
  catalog: async () => {
    const started = performance.now()
    let count = 0
    let firstMs: number | undefined
    for await (const page of client.catalog({ signal })) {
      count += page.names.length
      firstMs ??= performance.now() - started
    }
    return { count, firstMs }
  },
  details: async () => {
    const [repository = '', dataDir = '', ...tags] = args
    const store = openStore({ dataDir, clock: systemClock, logger: quietLogger })
    const versions = createVersions({
      registries: {
        list: () => [],
        get: unused,
        client: () => client,
        connectionSeen: () => undefined,
        report: () => {},
      },
      store,
      memory: createTagMemory(systemClock, createEvents(quietLogger)),
      clock: systemClock,
    })
    let count = 0
    const started = performance.now()
    const place = { registryId: 'bench', repository, tags }
    await versions.details(place, item => (count += 'details' in item ? 1 : 0), signal)
    const taskMs = performance.now() - started
    await store.close()
    return { count, taskMs }
  },
  pull: async () => {
    const started = performance.now()
    const [repository = '', digest = '', size = '', target = ''] = args
    const blob = descriptor(digest, Number(size))
    const file = await createAtomicFile(target, blob.sizeBytes, { clock: systemClock })
    const sink = Object.assign(file.write, { restart: file.restart })
    await receiveBlob(client.repository(repository), blob, sink, { signal })
    const unsyncedMs = performance.now() - started
    await file.commit({ replace: true })
    return { unsyncedMs }
  },
  copy: async () => {
    const [repository = '', digest = '', size = '', target = ''] = args
    const blob = descriptor(digest, Number(size))
    const from = client.repository(repository)
    const source = () => from.openBlob(blob, { signal })
    await client.repository(target).pushBlob(blob, source, { signal })
    return {}
  },
  push: async () => {
    const [repository = '', source = ''] = args
    const granted = { path: source, fileName: 'blob', modifiedMs: 0, temporary: false }
    const file = await holdFile(granted, Infinity)
    const blob = descriptor(await file.digest(signal), file.sizeBytes)
    await client.repository(repository).pushBlob(blob, () => file.read(), { signal })
    await file.close()
    return {}
  },
}

const descriptor = (text: string, sizeBytes: number): Descriptor => {
  const digest = parseDigest(text)
  if (digest === undefined) throw new Error(`no digest: ${text}`)
  return { mediaType: sized, digest, sizeBytes }
}

const run = tasks[task ?? '']
if (run === undefined) throw new Error(`No such task: ${task}.`)
const started = performance.now()
const found = await run()
console.log(JSON.stringify({ ms: performance.now() - started, ...found }))
await client.close()
