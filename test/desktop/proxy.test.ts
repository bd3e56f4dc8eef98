import { MessageChannel } from 'node:worker_threads'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { channels } from '../../electron/desktop/channels.ts'
import type { Frame } from '../../shared/ipc/frames.ts'
import { sendToMain } from '../support/electron-double/load-preload.ts'
import {
  electron,
  runMain,
  type RunningMain,
  uiSession,
} from '../support/electron-double/run-main.ts'
import { startProxy, type TestProxy } from '../support/proxies/proxy.ts'

let main: RunningMain
let proxy: TestProxy
beforeAll(async () => {
  // Whoever runs the tests may be behind a proxy of their own.
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY']) {
    delete process.env[name]
    delete process.env[name.toLowerCase()]
  }
  main = await runMain()
  proxy = await startProxy({ refuse: 403 })
})
afterAll(async () => {
  await proxy.stop()
  await main.stop()
})

const probe = (address: string): Promise<Frame | undefined> =>
  new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    let last: Frame | undefined
    port1.on('message', frame => (last = frame))
    port1.on('close', () => resolve(last))
    const input = { address, decisions: {} }
    sendToMain(channels.open, { method: 'registries.probe', input }, [port2])
  })

it('the proxy of the system settings is taken, and told where, not what for', async () => {
  uiSession().proxy = `PROXY ${proxy.host}; DIRECT`
  expect(await probe('https://registry.test/team')).toMatchObject({
    type: 'failed',
    error: { code: 'unreachable', reason: 'proxy-refused', params: { proxy: proxy.host } },
  })
  expect(proxy.seen.map(({ target }) => target)).toContain('registry.test:443')
  const asked = electron.calls.filter(call => call.startsWith('session.resolveProxy'))
  expect(new Set(asked)).toEqual(new Set(['session.resolveProxy https://registry.test/']))
})

it('a system proxy that cannot be used is never gone around', async () => {
  uiSession().proxy = `SOCKS5 ${proxy.host}`
  expect(await probe('https://registry.test')).toMatchObject({
    error: { reason: 'proxy-kind', params: { proxy: proxy.host, setBy: 'system settings' } },
  })
})
