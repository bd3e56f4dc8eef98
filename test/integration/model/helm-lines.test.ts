import { execFile } from 'node:child_process'
import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDigest } from '../../../shared/model/digest.ts'
import { buildSnippet, type CopySubject, type SnippetId } from '../../../shared/model/snippets.ts'
import { findTool } from '../../../scripts/lib/tools.ts'
import {
  hasDockerRegistry,
  startDockerRegistry,
  type DockerRegistry,
} from '../../support/docker-registry/docker-registry.ts'

const run = promisify(execFile)
/** Each helm that is on PATH, in CHARTROOM_TOOLS, or was built by `npm test`. */
const helms = (['helm3', 'helm4'] as const).flatMap(name => {
  const program = findTool(name)
  return program === undefined ? [] : [{ name, folder: path.dirname(program) }]
})

describe
  .skipIf(helms.length === 0 || !hasDockerRegistry())
  .each(helms.length > 0 ? helms : [{ name: 'helm (none here)', folder: '' }])(
  'the copied lines, run by $name',
  ({ folder: helmFolder }) => {
    let registry: DockerRegistry
    let folder: string
    let subject: CopySubject
    const env = () => ({
      PATH: `${helmFolder}:${process.env['PATH']}`,
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
