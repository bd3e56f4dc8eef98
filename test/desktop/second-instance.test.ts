import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dangerousSwitches, readLaunch } from '../../electron/desktop/launch.ts'
import { createCall } from '../../shared/ipc/client.ts'
import { loadPreload } from '../support/electron-double/load-preload.ts'
import {
  electron,
  mainWindow,
  runMain,
  type RunningMain,
} from '../support/electron-double/run-main.ts'

let main: RunningMain
beforeAll(async () => {
  main = await runMain()
})
afterAll(() => main.stop())

describe('a second start', () => {
  it.each<[string, string[]]>([
    ['nothing', []],
    ['a reference', ['oci://r.example/charts/web:1.0.0']],
    ['a reference with a password', ['oci://user:pw@r.example/charts/web:1.0.0']],
    ['a path out of the folder', ['../../../etc/passwd']],
    ['a new line', ['oci://r.example/web:1\n--inspect']],
    ['1 MiB', ['x'.repeat(1024 * 1024)]],
    ['10,000 arguments', Array.from({ length: 10_000 }, () => '--data-dir')],
    ['a dangerous switch', ['--remote-debugging-port=9222']],
  ])('with %s brings the window to the front and starts nothing', (_name, args) => {
    const window = mainWindow()
    window.minimized = true
    const before = window.isFocused
    electron.app.emit('second-instance', {}, ['/opt/chartroom', ...args], '/', {})
    expect(window.isFocused).toBe(before + 1)
    expect(window.minimized).toBe(false)
    expect(electron.BrowserWindow.all).toHaveLength(1)
    expect([electron.opened, electron.dialogs, electron.app.exitCodes]).toEqual([[], [], []])
    expect(window.webContents.mainFrame.url).toBe('app://ui/index.html')
  })
})

it('a second start with a reference to a saved registry leads there', async () => {
  const call = createCall(loadPreload().bridge.open)
  const { registry } = await call('registries.openLocal', {})
  const hangUp = new AbortController()
  const told = new Promise(resolve => {
    const { signal } = hangUp
    call('app.watch', {}, { signal, onProgress: resolve }).catch(() => {})
  })
  const reference = `oci://${registry.host}/samples/hello-web:1.0.0`
  // One call later the watch is there.
  await call('app.info', {})
  electron.app.emit('second-instance', {}, ['/opt/chartroom', '--x', reference], '/', {})
  const hash = '#/r/local/samples%2Fhello-web/1.0.0'
  expect(await told).toEqual({ changed: 'place', hash })
  hangUp.abort()
  expect(await call('app.lastPlace', {})).toEqual({ hash })
})

describe('arguments', () => {
  it.each<[string[], object]>([
    [['--data-dir', '/data'], { dataDir: '/data' }],
    [['--data-dir'], {}],
    [['--data-dir', '--x'], {}],
    [['--x', 'oci://r.example/web:1'], { reference: 'oci://r.example/web:1' }],
    [['oci://r.example/web:1\n--inspect'], {}],
    [[`oci://r.example/${'x'.repeat(4096)}`], {}],
    [['--data-dir', '/da\nta'], {}],
    [[...Array.from({ length: 64 }, () => 'x'), '--data-dir', '/data'], {}],
  ])('%j mean %j', (args, launch) => expect(readLaunch(args)).toEqual(launch))

  it.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--remote-allow-origins=*',
    '--inspect',
    '--inspect-brk=0.0.0.0:9229',
    '--no-sandbox',
    '-no-sandbox',
    '/no-sandbox',
    '--NO-SANDBOX',
    '--disable-web-security',
    '--host-rules=MAP * evil',
    '--host-resolver-rules=MAP * evil',
    '--ignore-certificate-errors',
    '--ignore-certificate-errors-spki-list=x',
    '--js-flags=--expose-gc',
    '--load-extension=/x',
    '--renderer-cmd-prefix=sh',
    '--gpu-launcher=sh',
    '--utility-cmd-prefix=sh',
    '--user-data-dir=/x',
    '--proxy-server=evil',
    '--ssl-key-log-file=/x',
    '--require=/x.js',
  ])('%s is dangerous', text => expect(dangerousSwitches([text])).toHaveLength(1))

  it.each([
    '--data-dir',
    '/data',
    '/home/ann/inspect',
    '--force-dark-mode',
    '--enable-features=x',
    '--lang=ru',
    'oci://r.example/web:1',
    '--ozone-platform=wayland',
    '--original-process-start-time=1',
  ])('%s is not', text => expect(dangerousSwitches([text])).toEqual([]))
})
