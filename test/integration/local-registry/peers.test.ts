import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildSample, readSampleRows } from '../../../electron/core/local-registry/build-sample.ts'
import { findTool } from '../../../scripts/lib/tools.ts'
import {
  createFolder,
  digestOf,
  jsonOf,
  type Rig,
  startRegistry,
} from '../../support/local-registry/registry-rig.ts'

const samplesDir = path.join(import.meta.dirname, '../../../electron/core/local-registry/samples')
const password = 'peers only'
const isSoak = process.env['CHARTROOM_SOAK'] === '1'
const exec = promisify(execFile)

let rig: Rig
let home: Awaited<ReturnType<typeof createFolder>>
let host: string
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  rig = await startRegistry({ password, samplesDir })
  home = await createFolder()
  host = `127.0.0.1:${rig.port}`
  // Every peer finds the password in a Docker config of this test, and nothing of the user's.
  const auth = Buffer.from(`chartroom:${password}`).toString('base64')
  const config = path.join(home.folder, 'config.json')
  await writeFile(config, JSON.stringify({ auths: { [host]: { auth } } }))
  env = {
    ...process.env,
    HOME: home.folder,
    DOCKER_CONFIG: home.folder,
    HELM_REGISTRY_CONFIG: config,
    REGISTRY_AUTH_FILE: config,
    TZ: 'UTC',
  }
})
afterAll(async () => {
  await rig[Symbol.asyncDispose]()
  await home[Symbol.asyncDispose]()
})

const run = async (tool: string, args: string[], as: 'owner' | 'stranger' = 'owner') => {
  const empty = path.join(home.folder, 'stranger')
  await mkdir(empty, { recursive: true })
  await writeFile(`${empty}/config.json`, '{}')
  const nobody = { DOCKER_CONFIG: empty, HOME: empty, HELM_REGISTRY_CONFIG: `${empty}/config.json` }
  const anonymous = { ...env, ...nobody, REGISTRY_AUTH_FILE: `${empty}/config.json` }
  const options = { env: as === 'owner' ? env : anonymous, cwd: home.folder }
  const { stdout, stderr } = await exec(tool, args, options)
  return `${stdout}${stderr}`
}

const writeSample = async (name: string, version: string) => {
  const rows = await readSampleRows(samplesDir, name)
  const row = rows.find(candidate => candidate.version === version)
  if (!row) throw new Error(`no ${name} ${version}`)
  const sample = await buildSample(samplesDir, name, row)
  const folder = path.join(home.folder, 'packaged')
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, `${name}-${version}.tgz`)
  await writeFile(file, sample.archive)
  await utimes(file, sample.created, sample.created)
  if (sample.provenance) await writeFile(`${file}.prov`, sample.provenance)
  return { file, bytes: sample.archive }
}

const digestAt = async (repository: string, reference: string) => {
  const answer = await rig.call('HEAD', `/v2/${repository}/manifests/${reference}`)
  return answer.headers['docker-content-digest']
}

const writeKeyring = async () => {
  const armored = await readFile(path.join(samplesDir, 'postbox/signing-key.asc'), 'utf8')
  const body = armored.split('\n\n')[1]?.split('\n=')[0] ?? ''
  const file = path.join(home.folder, 'samples.gpg')
  await writeFile(file, Buffer.from(body.replaceAll('\n', ''), 'base64'))
  return file
}

describe.each(['helm3', 'helm4'])('%s', name => {
  const helm = findTool(name) ?? ''

  describe.skipIf(helm === '')('on PATH', () => {
    it.each([
      ['postbox', '1.4.0', '1.4.0'],
      ['queue-worker', '0.6.0+build.31', '0.6.0_build.31'],
      ['order-api', '1.1.0', '1.1.0'],
    ])('pushes %s %s to the digest of the sample', async (chart, version, tag) => {
      const { file } = await writeSample(chart, version)
      await run(helm, ['push', file, `oci://${host}/${name}`, '--plain-http'])
      expect(await digestAt(`${name}/${chart}`, tag)).toBe(await digestAt(`samples/${chart}`, tag))
    })

    it('pulls and verifies the signed sample without a password', async () => {
      const { file, bytes } = await writeSample('postbox', '1.4.0')
      const target = path.join(home.folder, `pulled-by-${name}`)
      await mkdir(target)
      const reference = `oci://${host}/samples/postbox`
      const flags = ['--version', '1.4.0', '--prov', '--plain-http', '-d', target]
      await run(helm, ['pull', reference, ...flags], 'stranger')
      const pulled = path.join(target, path.basename(file))
      expect(digestOf(await readFile(pulled))).toBe(digestOf(bytes))
      const verdict = await run(helm, ['verify', pulled, '--keyring', await writeKeyring()])
      expect(verdict).toContain('Chart Hash Verified')
    })

    it('cannot push without the password', async () => {
      const { file } = await writeSample('night-job', '0.1.0')
      const push = run(helm, ['push', file, `oci://${host}/no`, '--plain-http'], 'stranger')
      await expect(push).rejects.toThrow(/401|nauthorized|basic credential/)
    })

    it(
      `lints and renders ${isSoak ? 'every sample' : 'the newest of every sample'}`,
      { timeout: 240_000 },
      async () => {
        const { repositories } = jsonOf(await rig.call('GET', '/v2/_catalog')) as {
          repositories: string[]
        }
        for (const repository of repositories.filter(one => one.startsWith('samples/'))) {
          const chart = repository.slice('samples/'.length)
          const rows = await readSampleRows(samplesDir, chart)
          for (const { version } of isSoak ? rows : rows.slice(-1)) {
            const { file } = await writeSample(chart, version)
            expect(await run(helm, ['lint', '--strict', file])).toContain('0 chart(s) failed')
            if (chart !== 'chart-kit')
              expect(await run(helm, ['template', file])).toContain('kind:')
          }
        }
      },
    )
  })
})

const crane = findTool('crane') ?? ''
describe.skipIf(crane === '')('crane', () => {
  it('lists, pulls without a password, pushes with one', async () => {
    expect(await run(crane, ['catalog', host], 'stranger')).toContain('samples/hello-web')
    expect(await run(crane, ['ls', `${host}/samples/hello-web`], 'stranger')).toContain('1.0.0')
    const layout = path.join(home.folder, 'crane-layout')
    const source = `${host}/samples/hello-web:1.0.0`
    await run(crane, ['pull', '--format=oci', source, layout], 'stranger')
    await expect(run(crane, ['push', layout, `${host}/crane/x:1`], 'stranger')).rejects.toThrow()
    await run(crane, ['push', layout, `${host}/crane/hello-web:1.0.0`])
    const expected = await digestAt('samples/hello-web', '1.0.0')
    expect(await digestAt('crane/hello-web', '1.0.0')).toBe(expected)
    await run(crane, ['copy', source, `${host}/crane/copied:1.0.0`])
    expect(await digestAt('crane/copied', '1.0.0')).toBe(expected)
    await run(crane, ['delete', `${host}/crane/copied@${expected}`])
    expect(await digestAt('crane/copied', '1.0.0')).toBeUndefined()
  })
})

const regctl = findTool('regctl') ?? ''
describe.skipIf(regctl === '')('regctl', () => {
  it('lists, copies, attaches a referrer, deletes a tag', async () => {
    for (const who of ['owner', 'stranger'] as const) {
      await run(regctl, ['registry', 'set', host, '--tls', 'disabled', '--skip-check'], who)
    }
    const repository = `${host}/samples/cache-node`
    expect(await run(regctl, ['tag', 'ls', repository], 'stranger')).toContain('1.3.0')
    const copied = `${host}/regctl/cache-node:1.3.0`
    await run(regctl, ['image', 'copy', `${repository}:1.3.0`, copied])
    const expected = await digestAt('samples/cache-node', '1.3.0')
    expect(await digestAt('regctl/cache-node', '1.3.0')).toBe(expected)

    const note = path.join(home.folder, 'note.txt')
    await writeFile(note, 'looked at')
    const kind = 'application/vnd.example.note'
    const attach = ['artifact', 'put', '--artifact-type', kind, '--subject', copied, '-f', note]
    await run(regctl, attach)
    const list = await run(regctl, ['artifact', 'list', copied, '--format', '{{json .}}'])
    expect(list).toContain(kind)
    const referrers = jsonOf(
      await rig.call('GET', `/v2/regctl/cache-node/referrers/${expected}`),
    ) as { manifests: unknown[] }
    expect(referrers.manifests).toHaveLength(1)

    await run(regctl, ['tag', 'delete', copied])
    expect(await digestAt('regctl/cache-node', '1.3.0')).toBeUndefined()
    expect(await digestAt('regctl/cache-node', String(expected))).toBe(expected)
  })
})

const skopeo = findTool('skopeo') ?? ''
describe.skipIf(skopeo === '')('skopeo', () => {
  it('copies out without a password, and in with one', async () => {
    const folder = path.join(home.folder, 'skopeo-dir')
    const tls = ['--src-tls-verify=false', '--dest-tls-verify=false']
    const insecure = ['--insecure-policy', 'copy', '--preserve-digests', ...tls]
    const source = `docker://${host}/samples/night-job:0.2.0`
    await run(skopeo, [...insecure, source, `dir:${folder}`], 'stranger')
    expect(await readdir(folder)).toContain('manifest.json')
    await run(skopeo, [...insecure, `dir:${folder}`, `docker://${host}/skopeo/night-job:0.2.0`])
    const expected = await digestAt('samples/night-job', '0.2.0')
    expect(await digestAt('skopeo/night-job', '0.2.0')).toBe(expected)
    const tags = ['list-tags', '--tls-verify=false', `docker://${host}/skopeo/night-job`]
    expect(await run(skopeo, tags, 'stranger')).toContain('0.2.0')
  })
})

const oras = findTool('oras') ?? ''
describe.skipIf(oras === '')('oras', () => {
  it('lists, copies, pulls', async () => {
    const plain = '--plain-http'
    expect(await run(oras, ['repo', 'ls', plain, host], 'stranger')).toContain('samples/hello-web')
    const source = `${host}/samples/hello-web:1.2.0`
    const target = `${host}/oras/hello-web:1.2.0`
    await run(oras, ['cp', '--from-plain-http', '--to-plain-http', source, target])
    const expected = await digestAt('samples/hello-web', '1.2.0')
    expect(await digestAt('oras/hello-web', '1.2.0')).toBe(expected)
  })
})
