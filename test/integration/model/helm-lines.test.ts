import { execFile, spawnSync } from 'node:child_process'
import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDigest } from '../../../shared/model/digest.ts'
import { buildSnippet, type CopySubject, type SnippetId } from '../../../shared/model/snippets.ts'
import {
  hasDockerRegistry,
  startDockerRegistry,
  type DockerRegistry,
} from '../../support/docker-registry/docker-registry.ts'

const run = promisify(execFile)
const tools = process.env['CHARTROOM_TOOLS'] ?? '/nowhere'
/** Folders to put first on PATH: that of the machine's helm, and those of the tools folder. */
const helmFolders = ['', path.join(tools, 'helm3'), path.join(tools, 'helm4')].filter(
  folder => spawnSync(path.join(folder, 'helm'), ['version']).status === 0,
)
const places = helmFolders.length > 0 ? helmFolders : ['no helm on PATH or in CHARTROOM_TOOLS']

describe.skipIf(helmFolders.length === 0 || !hasDockerRegistry()).each(places)(
  'the copied lines, run by helm %s',
  helmFolder => {
    let registry: DockerRegistry
    let folder: string
    let subject: CopySubject
    const env = () => ({
      PATH: [...(helmFolder === '' ? [] : [helmFolder]), process.env['PATH']].join(':'),
      HOME: folder,
      KUBECONFIG: '/nowhere/config',
    })
    const bash = (line: string) => run('bash', ['-c', line], { cwd: folder, env: env() })
    const copied = (id: SnippetId) => buildSnippet(id, subject, 'bash')?.text ?? ''

    beforeAll(async () => {
      registry = await startDockerRegistry({ auth: 'none' })
      folder = await mkdtemp(path.join(tmpdir(), 'helm-lines-'))
      await mkdir(path.join(folder, 'web/templates'), { recursive: true })
      const chartYaml = 'apiVersion: v2\nname: web\nversion: 0.1.0+b1\n'
      await writeFile(path.join(folder, 'web/Chart.yaml'), chartYaml)
      const template = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n'
      await writeFile(path.join(folder, 'web/templates/map.yaml'), template)
      await bash('helm package web')
      const pushed = await bash(
        `helm push web-0.1.0+b1.tgz oci://${registry.host}/team/charts --plain-http`,
      )
      const digest = parseDigest(/Digest: (\S+)/.exec(pushed.stdout + pushed.stderr)?.[1] ?? '')
      if (!digest) throw new Error(`helm push told no digest: ${pushed.stdout}${pushed.stderr}`)
      subject = {
        host: registry.host,
        repository: 'team/charts/web',
        digest,
        tag: '0.1.0_b1',
        version: '0.1.0+b1',
        plainHttp: true,
        signedIn: false,
      }
    })
    afterAll(async () => {
      await registry.stop()
      await rm(folder, { recursive: true, force: true })
    })

    it('helm pull saves the archive', async () => {
      await rm(path.join(folder, 'web-0.1.0+b1.tgz'))
      await bash(copied('helm-pull'))
      const saved = (await readdir(folder)).filter(name => name.endsWith('.tgz'))
      expect(saved).toHaveLength(1)
    })

    it('helm template renders the chart', async () => {
      const { stdout } = await bash(copied('helm-template'))
      expect(stdout).toContain('name: web')
    })

    it.each<SnippetId>(['helm-install', 'helm-upgrade'])(
      '%s gets as far as the cluster, which is not there',
      async id => {
        await expect(bash(copied(id))).rejects.toThrow(/cluster unreachable/i)
      },
    )

    it('the dependency is found by helm dependency update', async () => {
      const parent = path.join(folder, 'parent')
      await mkdir(parent, { recursive: true })
      await writeFile(
        path.join(parent, 'Chart.yaml'),
        'apiVersion: v2\nname: parent\nversion: 1.0.0\n',
      )
      await appendFile(path.join(parent, 'Chart.yaml'), `${copied('dependency')}\n`)
      await bash('helm dependency update parent --plain-http')
      expect(await readdir(path.join(parent, 'charts'))).toHaveLength(1)
    })
  },
)
