import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { copyFile, mkdir, readFile, rm, utimes } from 'node:fs/promises'
import path from 'node:path'
import { ensureGoTool, findTool } from '../../scripts/lib/tools.ts'
import { isAppError } from '../../shared/errors.ts'
import {
  hasDockerRegistry,
  startDockerRegistry,
} from '../support/docker-registry/docker-registry.ts'
import { createTransfersRig, type TransfersRig } from '../support/transfers-rig.ts'
import { meantDifferences } from './differences.ts'
import { run } from './run-program.ts'
import { errorOf, outcomeOfPull } from '../support/how-it-ended.ts'

// Our bytes beside those of programs nobody here wrote: helm pushes an archive into one namespace, we push
// it into another; then each reads what the other wrote.

const root = path.join(import.meta.dirname, '..', '..')
const anyTime = new Date('2020-01-01T00:00:00Z')

type Verdict = 'equal' | 'different' | 'refused-by-both' | 'refused-by-one'
type Result = { readonly file: string; readonly verdict: Verdict; readonly says: string }

const archivesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.tgz'))
    .map(name => path.join(folder, name))
    .sort()

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Runs the comparison; `--limit N` looks at every n-th archive only. Returns the exit code. */
export const comparePeers = async (args: readonly string[]): Promise<number> => {
  const charts =
    process.env['CHARTROOM_CHARTS'] ?? path.join(root, '..', 'shared', 'charts', 'open')
  const helm = ensureGoTool('helm3')
  if (helm === undefined || !existsSync(charts) || !hasDockerRegistry()) {
    const missing = [
      helm === undefined && 'helm',
      !existsSync(charts) && `charts below CHARTROOM_CHARTS (${path.relative(root, charts)})`,
      !hasDockerRegistry() && 'docker-registry',
    ].filter(Boolean)
    console.log(`skipped: peers need ${missing.join(', ')}`)
    console.log('0 passed, 0 failed, 1 skipped')
    return 0
  }
  const readers = findReaders()
  const registry = await startDockerRegistry({ auth: 'none' })
  const rig = await createTransfersRig({ host: registry.host })
  const results: Result[] = []
  try {
    for (const [index, file] of every(archivesBelow(charts), args).entries()) {
      // A namespace each: charts republished under one version must not move each other's tag.
      const place = { host: registry.host, namespace: `c${index}` }
      const result = await compareOne(rig, place, helm, file, readers)
      results.push({ ...result, file: path.relative(charts, file) })
      if (results.length % 50 === 0) console.log(`… ${results.length}`)
    }
  } finally {
    await rig.close()
    await registry.stop()
  }
  return report(results, readers)
}

const every = (files: readonly string[], args: readonly string[]): string[] => {
  const limit = Number(args[args.indexOf('--limit') + 1])
  const step = args.includes('--limit') && limit > 0 ? Math.ceil(files.length / limit) : 1
  return files.filter((_, index) => index % step === 0)
}

type Reader = {
  readonly name: string
  readonly manifest: (host: string, reference: string) => Promise<string>
}

/** Programs that print a manifest; the ones that are not here are named at the end. */
const findReaders = (): Reader[] => {
  ensureGoTool('crane')
  ensureGoTool('regctl')
  const commands: readonly [string, (host: string, reference: string) => string[]][] = [
    ['crane', (host, reference) => ['manifest', '--insecure', `${host}/${reference}`]],
    [
      'regctl',
      (host, reference) => [
        '--host',
        `reg=${host},tls=disabled`,
        'manifest',
        'get',
        '--format',
        'raw-body',
        `${host}/${reference}`,
      ],
    ],
    [
      'skopeo',
      (host, reference) => [
        'inspect',
        '--raw',
        '--tls-verify=false',
        `docker://${host}/${reference}`,
      ],
    ],
    ['oras', (host, reference) => ['manifest', 'fetch', '--plain-http', `${host}/${reference}`]],
  ]
  return commands.flatMap(([name, argsOf]) => {
    const program = findTool(name)
    if (program === undefined) console.log(`skipped: ${name} is not here`)
    return program === undefined
      ? []
      : [
          {
            name,
            manifest: (host: string, reference: string) =>
              run(program, argsOf(host, reference)).then(({ stdout }) => stdout),
          },
        ]
  })
}

type Place = { readonly host: string; readonly namespace: string }

const compareOne = async (
  rig: TransfersRig,
  place: Place,
  helm: string,
  file: string,
  readers: readonly Reader[],
): Promise<Omit<Result, 'file'>> => {
  const folder = path.join(rig.folder, 'one')
  await mkdir(folder, { recursive: true })
  try {
    const archive = await stage(file, folder)
    const helmSays = await run(
      helm,
      ['push', archive, `oci://${place.host}/${place.namespace}/helm`, '--plain-http'],
      {
        fails: true,
      },
    )
    const ours = await pushOurs(rig, archive, `${place.namespace}/ours`)
    if (helmSays.status !== 0 && ours.refusal !== undefined) {
      return { verdict: 'refused-by-both', says: ours.refusal }
    }
    if (helmSays.status !== 0)
      return { verdict: 'refused-by-one', says: `helm: ${helmSays.stderr.trim()}` }
    if (ours.refusal !== undefined)
      return { verdict: 'refused-by-one', says: `ours: ${ours.refusal}` }
    const difference = await findDifference(rig, place.host, helm, archive, ours, readers)
    return difference === undefined
      ? { verdict: 'equal', says: '' }
      : { verdict: 'different', says: difference }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A copy with a fixed time, with its .prov where there is one: `created` comes from the file's time. */
const stage = async (file: string, folder: string): Promise<string> => {
  const archive = path.join(folder, path.basename(file))
  for (const suffix of ['', '.prov']) {
    if (!existsSync(file + suffix)) continue
    await copyFile(file + suffix, archive + suffix)
    await utimes(archive + suffix, anyTime, anyTime)
  }
  return archive
}

type Pushed = { repository: string; tag: string; refusal?: string }

const pushOurs = async (rig: TransfersRig, archive: string, namespace: string): Promise<Pushed> => {
  const { signal } = new AbortController()
  const { drafts, refused } = await rig.transfers.drafts.openPaths([archive], signal)
  const [draft] = drafts
  if (draft === undefined) {
    return { repository: '', tag: '', refusal: refused.map(({ error }) => error.reason).join() }
  }
  try {
    const { name, version } = draft.metadata
    const target = { registryId: rig.registryId, namespace }
    const started = await rig.transfers.pushes.start({ draftId: draft.draftId, target }, signal)
    const pushed = { repository: `${namespace}/${name}`, tag: version.replaceAll('+', '_') }
    if (started.result === 'needs-decision')
      return { ...pushed, refusal: `decision: ${started.decision}` }
    if (started.result === 'already-there') return pushed
    const ended = await rig.ended(started.transferId)
    return ended.state === 'done'
      ? pushed
      : { ...pushed, refusal: errorOf(ended)?.reason ?? ended.state }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { repository: '', tag: '', refusal: `${error.code}/${error.reason}` }
  } finally {
    await rig.transfers.drafts.discard([draft.draftId])
  }
}

const findDifference = async (
  rig: TransfersRig,
  host: string,
  helm: string,
  archive: string,
  { repository, tag }: Pushed,
  readers: readonly Reader[],
): Promise<string | undefined> => {
  const { signal } = new AbortController()
  const theirRepository = repository.replace('/ours/', '/helm/')
  const [ours, theirs] = await Promise.all([
    rig.client.repository(repository).manifest(tag, { signal }),
    rig.client.repository(theirRepository).manifest(tag, { signal }),
  ])
  if (ours.digest !== theirs.digest) return `manifest ${ours.digest} instead of ${theirs.digest}`
  const bytes = sha256(await readFile(archive))
  const pulled = await pullOurs(rig, theirRepository, ours.digest)
  if (pulled !== bytes) return 'our pull of helm’s push has other bytes'
  const helmPulled = path.join(path.dirname(archive), 'pulled')
  const reference = `oci://${host}/${repository}@${ours.digest}`
  await mkdir(helmPulled, { recursive: true })
  const pull = await run(helm, ['pull', reference, '--plain-http', '-d', helmPulled], {
    fails: true,
  })
  if (pull.status !== 0) return `helm does not pull ours: ${pull.stderr.trim()}`
  const [name] = readdirSync(helmPulled)
  if (name === undefined || sha256(await readFile(path.join(helmPulled, name))) !== bytes) {
    return 'helm’s pull of our push has other bytes'
  }
  const raw = new TextDecoder().decode(ours.bytes)
  for (const reader of readers) {
    const read = await reader.manifest(host, `${repository}@${ours.digest}`)
    if (read.trimEnd() !== raw) return `${reader.name} reads another manifest`
  }
  return undefined
}

const pullOurs = async (rig: TransfersRig, repository: string, digest: string) => {
  const { signal } = new AbortController()
  rig.chosen.folder = path.join(rig.folder, 'one', 'ours')
  await mkdir(rig.chosen.folder, { recursive: true })
  const folder = await rig.transfers.folders.choose()
  const started = await rig.transfers.pulls.start(
    {
      registryId: rig.registryId,
      repository,
      digest: digest as never,
      destination: { kind: 'folder', folderId: folder?.folderId ?? '' },
      keepProvenance: true,
      onExisting: 'replace',
    },
    signal,
  )
  if (started.result !== 'started') return started.result
  const ended = await rig.ended(started.transferId)
  return ended.state !== 'done'
    ? `failed: ${errorOf(ended)?.reason}`
    : sha256(await readFile(path.join(rig.chosen.folder, outcomeOfPull(ended).fileName)))
}

const report = (results: readonly Result[], readers: readonly Reader[]): number => {
  const verdicts = ['equal', 'different', 'refused-by-both', 'refused-by-one'] as const
  const count = (verdict: Verdict) => results.filter(result => result.verdict === verdict).length
  const unexpected = results.filter(
    ({ file, verdict }) =>
      (verdict === 'different' || verdict === 'refused-by-one') &&
      !meantDifferences.some(meant => meant.file.test(file)),
  )
  for (const { file, verdict, says } of results.filter(({ verdict }) => verdict !== 'equal')) {
    const meant = meantDifferences.find(difference => difference.file.test(file))
    console.log(`${verdict}: ${file}: ${says}${meant ? ` (meant: ${meant.reason})` : ''}`)
  }
  console.log(`Read by: ${['helm', ...readers.map(reader => reader.name)].join(', ')}`)
  console.log(verdicts.map(verdict => `${count(verdict)} ${verdict}`).join(', '))
  const failed = unexpected.length
  console.log(`${results.length - failed} passed, ${failed} failed, 0 skipped`)
  return failed === 0 ? 0 : 1
}
