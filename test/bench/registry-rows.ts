import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findTool } from '../../scripts/lib/tools.ts'
import { startDockerRegistry } from '../support/docker-registry/docker-registry.ts'
import { createDockerData, versionTags } from './docker-data.ts'
import { type Measured, measureCommand } from './measure.ts'
import { type Contender, measureRow, peer, type Row } from './rows.ts'

const worker = path.join(import.meta.dirname, 'ours.ts')
const tagCount = 10_000
const repositoryCount = 10_000
const versionCount = 500
const mib = 1024 * 1024

const lines = (count: number) => (stdout: string) => stdout.trim().split('\n').length >= count

type Printed = {
  ms: number
  taskMs?: number
  unsyncedMs?: number
  count?: number
  firstMs?: number
}

const ours = (task: string, host: string, args: readonly string[], count?: number): Contender => ({
  name: 'chartroom',
  run: async () => {
    const measured = await measureCommand(process.execPath, [worker, task, host, ...args])
    const printed: Printed = JSON.parse(measured.stdout)
    if (count !== undefined && printed.count !== count)
      throw new Error(`found ${printed.count} of ${count}`)
    const { firstMs, unsyncedMs } = printed
    return {
      ...measured,
      taskMs: printed.taskMs ?? printed.ms,
      ...(unsyncedMs !== undefined && { unsyncedMs }),
      ...(firstMs !== undefined && { extra: { firstPageMs: firstMs } }),
    }
  },
})

export type BenchOptions = {
  readonly turns: number
  readonly bigMib: readonly number[]
  /** Only what moves bytes. */
  readonly transfersAlone: boolean
}

/** Listing and transfers against Debian's docker-registry, beside the peers that are here. */
export const measureRegistryRows = async (
  { turns, bigMib, transfersAlone }: BenchOptions,
  told: (row: Row) => void,
): Promise<void> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'chartroom-bench-'))
  const registry = await startDockerRegistry({
    auth: 'none',
    prepare: async dataFolder => {
      const data = createDockerData(dataFolder)
      await data.chartWithTags('bench/tags', versionTags(tagCount), false)
      await data.chartWithTags('bench/versions', versionTags(versionCount), true)
    },
  })
  const full = await startDockerRegistry({
    auth: 'none',
    prepare: dataFolder => createDockerData(dataFolder).repositories(repositoryNames()),
  })
  try {
    if (!transfersAlone) {
      told(await listTags(registry.host, turns))
      told(await listRepositories(full.host, turns))
      for (const row of await readDetails(registry.host, folder, turns)) told(row)
    }
    for (const size of bigMib) {
      for (const row of await moveBlob(registry.host, folder, size, turns)) told(row)
    }
  } finally {
    await Promise.all([registry.stop(), full.stop()])
    await rm(folder, { recursive: true, force: true })
  }
}

const repositoryNames = () =>
  Array.from(
    { length: repositoryCount },
    (_, index) =>
      `team-${String(Math.floor(index / 100)).padStart(3, '0')}/chart-${String(index % 100).padStart(2, '0')}`,
  )

const curl = (name: string, args: readonly string[]): Contender => ({
  name,
  run: () => measureCommand('curl', ['-sf', ...args]),
})

const listTags = (host: string, turns: number) =>
  measureRow(
    'list 10,000 tags',
    {
      ours: ours('tags', host, ['bench/tags'], tagCount),
      peers: [
        ...peer('crane', ['ls', '--insecure', `${host}/bench/tags`], { proves: lines(tagCount) }),
        ...peer('oras', ['repo', 'tags', '--plain-http', `${host}/bench/tags`], {
          proves: lines(tagCount),
        }),
        ...peer(
          'regctl',
          ['--host', `reg=${host},tls=disabled`, 'tag', 'ls', `${host}/bench/tags`],
          { proves: lines(tagCount) },
        ),
        ...peer('skopeo', ['list-tags', '--tls-verify=false', `docker://${host}/bench/tags`], {
          proves: lines(tagCount),
        }),
      ],
      floor: curl('curl', ['-o', '/dev/null', `http://${host}/v2/bench/tags/tags/list`]),
    },
    turns,
  )

const listRepositories = (host: string, turns: number) =>
  measureRow(
    'list 10,000 repositories',
    {
      ours: ours('catalog', host, [], repositoryCount),
      peers: [
        ...peer('crane', ['catalog', '--insecure', host], { proves: lines(repositoryCount) }),
        ...peer('oras', ['repo', 'ls', '--plain-http', host], { proves: lines(repositoryCount) }),
      ],
      floor: { name: 'curl, 1,000 a page', run: () => curlPages(host) },
    },
    turns,
  )

const curlPages = async (host: string): Promise<Measured> => {
  const names = repositoryNames()
  const urls = Array.from({ length: 10 }, (_, page) => {
    const last = page === 0 ? '' : `&last=${encodeURIComponent(names[page * 1000 - 1] ?? '')}`
    return `http://${host}/v2/_catalog?n=1000${last}`
  })
  return measureCommand('curl', ['-sf', ...urls.flatMap(url => ['-o', '/dev/null', url])])
}

const readDetails = async (host: string, folder: string, turns: number): Promise<Row[]> => {
  const tags = versionTags(versionCount)
  let run = 0
  const place = (dataDir: string) => ['bench/versions', dataDir, ...tags]
  const first: Contender = {
    name: 'chartroom',
    run: () =>
      ours('details', host, place(path.join(folder, `store-${(run += 1)}`)), versionCount).run(),
  }
  const again = ours('details', host, place(path.join(folder, 'store-1')), versionCount)
  const floor: Contender = {
    name: 'manifest and config, 6 at a time',
    run: () =>
      measureCommand(process.execPath, [
        path.join(import.meta.dirname, 'bare-details.ts'),
        host,
        'bench/versions',
        ...tags,
      ]),
  }
  const helm = findTool('helm3')
  const peers =
    helm === undefined
      ? []
      : [{ name: 'helm show chart, in a loop', run: () => helmLoop(helm, host, tags) }]
  // The loop takes half a minute: fewer turns are enough beside a factor of ten.
  return [
    await measureRow('details of 500 versions', { ours: first, peers, floor }, Math.min(turns, 3)),
    await measureRow('details of 500 versions, again', { ours: again, peers: [] }, turns),
  ]
}

const helmLoop = async (helm: string, host: string, tags: readonly string[]): Promise<Measured> => {
  const script =
    'for tag in "$@"; do "$HELM" show chart --plain-http "oci://$PLACE" --version "$tag" >/dev/null || exit 1; done'
  return measureCommand('bash', ['-c', script, 'bash', ...tags], {
    env: { HELM: helm, PLACE: `${host}/bench/versions` },
  })
}

const moveBlob = async (
  host: string,
  folder: string,
  sizeMib: number,
  turns: number,
): Promise<Row[]> => {
  const source = path.join(folder, `blob-${sizeMib}`)
  await writeRandom(source, sizeMib)
  const digest = `sha256:${await sha256File(source)}`
  const idle = await measureCommand(process.execPath, [worker, 'idle', host])
  const target = path.join(folder, 'pulled')
  const pushTurns = Math.min(turns, sizeMib > 500 ? 2 : turns)
  let push = 0
  const pushOurs: Contender = {
    name: 'chartroom',
    run: async () => {
      const result = await ours('push', host, [`push/ours-${sizeMib}-${(push += 1)}`, source]).run()
      return { ...result, extra: aboveIdle(result, idle) }
    },
  }
  const pushRow = await measureRow(
    `push ${sizeMib} MiB`,
    {
      ours: pushOurs,
      peers: sizeMib > 500 ? [] : pushPeers(host, source, sizeMib),
      floor: pushFloor(host, source, digest),
    },
    pushTurns,
  )
  const pullOurs: Contender = {
    name: 'chartroom',
    run: async () => {
      await rm(target, { force: true })
      const size = String(sizeMib * mib)
      const result = await ours('pull', host, [
        `push/ours-${sizeMib}-1`,
        digest,
        size,
        target,
      ]).run()
      if (`sha256:${await sha256File(target)}` !== digest) throw new Error('pulled other bytes')
      return { ...result, extra: aboveIdle(result, idle) }
    },
  }
  const blobUrl = `${host}/push/ours-${sizeMib}-1@${digest}`
  const pullRow = await measureRow(
    `pull ${sizeMib} MiB`,
    {
      ours: pullOurs,
      peers: [
        ...toFile('crane', ['blob', '--insecure', blobUrl], target),
        ...toFile(
          'regctl',
          [
            '--host',
            `reg=${host},tls=disabled`,
            'blob',
            'get',
            `${host}/push/ours-${sizeMib}-1`,
            digest,
          ],
          target,
        ),
        ...toFile('oras', ['blob', 'fetch', '--plain-http', '--output', '-', blobUrl], target),
      ],
      floor: {
        name: 'curl, then sha256sum',
        run: () =>
          measureCommand('bash', [
            '-c',
            `curl -sfL -o "$1" "$2" && sha256sum "$1"`,
            'bash',
            target,
            `http://${host}/v2/push/ours-${sizeMib}-1/blobs/${digest}`,
          ]),
      },
    },
    pushTurns,
  )
  await Promise.all([rm(source, { force: true }), rm(target, { force: true })])
  return [pushRow, pullRow]
}

const aboveIdle = (result: Measured, idle: Measured): Record<string, number> =>
  result.peakBytes === undefined || idle.peakBytes === undefined
    ? {}
    : { aboveIdleMib: Math.round((result.peakBytes - idle.peakBytes) / mib) }

const toFile = (name: string, args: readonly string[], target: string): Contender[] => {
  const program = findTool(name)
  if (program === undefined) return []
  const run = () =>
    measureCommand('bash', [
      '-c',
      'out=$1; shift; exec "$@" > "$out"',
      'bash',
      target,
      program,
      ...args,
    ])
  return [{ name, run }]
}

const pushPeers = (host: string, source: string, sizeMib: number): Contender[] => {
  let turn = 0
  const repository = (name: string) => `${host}/push/${name}-${sizeMib}-${(turn += 1)}`
  const regctl = findTool('regctl')
  const oras = findTool('oras')
  return [
    ...(regctl === undefined
      ? []
      : [
          {
            name: 'regctl',
            run: () =>
              measureCommand('bash', [
                '-c',
                'exec "$1" --host "reg=$2,tls=disabled" blob put "$3" < "$4"',
                'bash',
                regctl,
                host,
                repository('regctl'),
                source,
              ]),
          },
        ]),
    ...(oras === undefined
      ? []
      : [
          {
            name: 'oras',
            run: () =>
              measureCommand(oras, ['blob', 'push', '--plain-http', repository('oras'), source]),
          },
        ]),
  ]
}

const pushFloor = (host: string, source: string, digest: string): Contender => {
  let turn = 0
  const script = `sha256sum "$2" >/dev/null && u=$(curl -sf -X POST -o /dev/null -D - "http://$1/v2/push/curl-$4/blobs/uploads/" | tr -d '\\r' | sed -n 's/^Location: //Ip') && curl -sf -X PUT -H 'Content-Type: application/octet-stream' --upload-file "$2" "$u&digest=$3"`
  return {
    name: 'sha256sum, then curl',
    run: () =>
      measureCommand('bash', ['-c', script, 'bash', host, source, digest, String((turn += 1))]),
  }
}

const writeRandom = async (file: string, sizeMib: number) => {
  await writeFile(file, '')
  for (let done = 0; done < sizeMib; done += 10) {
    await writeFile(file, randomBytes(Math.min(10, sizeMib - done) * mib), { flag: 'a' })
  }
}

/** In a process of its own: this one's memory is not what is measured, its time neither. */
const sha256File = async (file: string): Promise<string> => {
  const child = spawn('sha256sum', [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  for await (const chunk of child.stdout) text += chunk
  return text.split(' ')[0] ?? createHash('sha256').digest('hex')
}
