import { beforeAll, describe, expect, it } from 'vitest'
import { createMemorySecrets } from '../../../electron/adapters/memory-secrets.ts'
import { startApp } from '../../support/app-rig.ts'
import { putChart } from '../../support/chart-version.ts'
import { fakeCommands } from '../../support/fake-commands.ts'
import { type Authority, createAuthority, hasOpenssl } from '../../support/tls/authority.ts'
import { proxy, tlsRegistry } from '../tls/tls-harness.ts'

const hosts = {
  aws: '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
  gcloud: 'europe-docker.pkg.dev',
  az: 'corp.azurecr.io',
} as const
type Program = keyof typeof hosts

const users = {
  aws: 'AWS',
  gcloud: 'oauth2accesstoken',
  az: '00000000-0000-0000-0000-000000000000',
} as const

const commandLines = {
  aws: 'ecr get-login-password --region eu-west-1',
  gcloud: 'auth print-access-token',
  az: 'acr login --name corp --expose-token --output json',
} as const

const isSlow = 60_000

describe.skipIf(!hasOpenssl())("a vendor's program", () => {
  let authority: Authority
  beforeAll(() => {
    authority = createAuthority('Vendors')
  })

  /**
   * The vendor's host, behind a proxy that leads there. It takes the secret that is told: by Basic, and Azure at its
   * token service, the only one that its refresh tokens may be shown to.
   */
  const start = async (program: Program) => {
    const host = hosts[program]
    const registry = await tlsRegistry(authority.issue({ names: [host] }))
    putChart(registry, { repository: 'team/demo', tag: '1.0.0' })
    let right = 'secret-0'
    const shown: (string | undefined)[] = []
    registry.on(/^/, ({ request, response, pass }) => {
      const { authorization } = request.headers
      shown.push(authorization)
      const wanted = `Basic ${Buffer.from(`${users[program]}:${right}`).toString('base64')}`
      if (program !== 'az') {
        if (authorization === wanted) return pass()
        return void response.writeHead(401, { 'www-authenticate': 'Basic realm="vendor"' }).end()
      }
      if (authorization === `Bearer token-of-${right}`) return pass()
      if (request.path.startsWith('/oauth2/token')) {
        const status = request.method === 'POST' ? 405 : authorization === wanted ? 200 : 401
        return void response.writeHead(status).end(`{"access_token":"token-of-${right}"}`)
      }
      const challenge = `Bearer realm="https://${host}/oauth2/token",service="${host}"`
      response.writeHead(401, { 'www-authenticate': challenge }).end()
    })
    const onTheWay = await proxy({ hosts: { [`${host}:443`]: registry.host } })
    const commands = fakeCommands()
    const answer = ({ count }: { count: number }, data: { program: string }) => ({
      stdout:
        data.program === 'az'
          ? JSON.stringify({ accessToken: `secret-${count}` })
          : `secret-${count}\n`,
    })
    commands.add(program, answer, { program })
    const written: string[] = []
    const memory = createMemorySecrets()
    const secrets = {
      ...memory,
      write: async (account: string, secret: string) => {
        written.push(secret)
        await memory.write(account, secret)
      },
    }
    const rig = await startApp({
      env: { HTTPS_PROXY: onTheWay.url },
      ports: { commands: commands.runner, secrets },
    })
    const ca = rig.app.grants.grant({
      path: authority.file,
      fileName: 'ca.pem',
      modifiedMs: 0,
      temporary: false,
    })
    const added = await rig.call('registries.add', {
      address: host,
      signIn: { kind: 'command', command: program },
      connection: { ca: { kind: 'file', token: ca } },
      decisions: {},
    })
    if (added.result !== 'ok') throw new Error(added.decision)
    const take = (secret: string) => {
      right = secret
    }
    return { rig, commands, written, shown, take, registry: added.registry, host }
  }

  it.each(['aws', 'gcloud', 'az'] as const)(
    'signs in without anything kept, and once more when the secret has ended: %s',
    async program => {
      const { rig, commands, written, take, registry, host } = await start(program)
      const { signIn, id: registryId, vendor } = registry
      expect(vendor).toBeDefined()
      expect(signIn).toMatchObject({
        kind: 'user',
        username: users[program],
        secret: 'elsewhere',
        keptBy: { kind: 'command', name: `${program} ${commandLines[program]}` },
        renewal: 'command',
      })
      expect(signIn).toHaveProperty('expiresAtMs')
      const listing = { registryId, repository: 'team/demo' }
      const versions = await rig.stream('versions.list', listing)
      expect(versions.items).toBeDefined()
      expect(commands.calls(program)).toHaveLength(1)

      take('secret-1')
      await rig.stream('versions.list', listing)
      expect(commands.calls(program)).toMatchObject([
        { argv: commandLines[program].split(' '), stdin: '' },
        { argv: commandLines[program].split(' '), stdin: '' },
      ])
      const [after] = (await rig.call('registries.list', {})).registries
      expect(after).toMatchObject({ host, signIn: { username: users[program] } })
      expect(after?.signIn).toHaveProperty('renewedAtMs')
      expect(written.filter(secret => secret.startsWith('secret-'))).toEqual([])
      expect(JSON.stringify([rig.frames, rig.logged])).not.toContain('secret-')
    },
    isSlow,
  )

  it(
    'is asked again on request, and the next request uses what it gave',
    async () => {
      const { rig, commands, take, registry, shown } = await start('aws')
      take('secret-1')
      await rig.call('signIns.renew', { registryId: registry.id })
      expect(commands.calls('aws')).toHaveLength(2)
      await rig.stream('versions.list', { registryId: registry.id, repository: 'team/demo' })
      expect(commands.calls('aws')).toHaveLength(2)
      expect(shown.at(-1)).toBe(`Basic ${Buffer.from('AWS:secret-1').toString('base64')}`)
    },
    isSlow,
  )

  it(
    'that fails says so instead of the registry',
    async () => {
      const { rig, commands, take, registry } = await start('aws')
      commands.add('aws', () => ({ stderr: 'Unable to locate credentials', exitCode: 255 }))
      take('another')
      await expect(
        rig.stream('versions.list', { registryId: registry.id, repository: 'team/demo' }),
      ).rejects.toMatchObject({
        reason: 'command-failed',
        params: { name: 'aws', said: 'Unable to locate credentials.' },
      })
    },
    isSlow,
  )
})
