import { createServer, type AddressInfo, type Socket } from 'node:net'
import { MessageChannel } from 'node:worker_threads'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { channels } from '../../electron/desktop/channels.ts'
import { createCall } from '../../shared/ipc/client.ts'
import { contract } from '../../shared/ipc/contract.ts'
import type { Frame } from '../../shared/ipc/frames.ts'
import {
  invokeMain,
  loadPreload,
  sendToMain,
  windowSender,
  type Sender,
} from '../support/electron-double/load-preload.ts'
import { electron, runMain, type RunningMain } from '../support/electron-double/run-main.ts'

let main: RunningMain
beforeAll(async () => {
  main = await runMain()
  // Nobody sits before the dialogs that a call may open.
  electron.app.on('dialog', () =>
    electron.dialogs.shift()?.answer({ canceled: true, filePaths: [], filePath: '', response: 0 }),
  )
})
afterAll(() => main.stop())

/** Frames until the port closes. */
const framesOf = (request: unknown, sender?: Sender): Promise<Frame[]> =>
  new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    const frames: Frame[] = []
    port1.on('message', frame => frames.push(frame))
    port1.on('close', () => resolve(frames))
    sendToMain(channels.open, request, [port2], sender)
  })

const failure = (code: string, reason: string) => [
  { type: 'failed', error: expect.objectContaining({ code, reason }) },
]

describe('who may call', () => {
  it('the top frame of the window', async () => {
    const frames = await framesOf({ method: 'app.info', input: {} })
    expect(frames).toEqual([{ type: 'done', value: expect.objectContaining({ host: 'desktop' }) }])
  })

  const top = { url: 'app://ui/index.html', parent: null }
  const gone = {
    get parent(): null {
      throw new Error('Render frame was disposed')
    },
    url: '',
  }
  it.each<[string, Sender['senderFrame']]>([
    ['a frame in the page', { url: 'app://ui/index.html', parent: top }],
    ['about:blank', { url: 'about:blank', parent: null }],
    ['no URL', { url: '', parent: null }],
    ['a frame that is gone', null],
    ['a frame that throws', gone],
    ['https://ui/', { url: 'https://ui/', parent: null }],
    ['another host', { url: 'app://evil/index.html', parent: null }],
    ['a host that begins like ours', { url: 'app://ui.evil.example/', parent: null }],
    ['a port', { url: 'app://ui:1/', parent: null }],
    ['user info', { url: 'app://x@ui/', parent: null }],
    ['data:', { url: 'data:text/html,<script>', parent: null }],
    ['file:', { url: 'file:///app/index.html', parent: null }],
    ['blob:', { url: 'blob:app://ui/1', parent: null }],
    ['devtools:', { url: 'devtools://devtools/bundled/x.html', parent: null }],
  ])('not %s', async (_name, senderFrame) => {
    const sender = { ...windowSender(), senderFrame }
    expect(await framesOf({ method: 'app.info', input: {} }, sender)).toEqual([])
    await expect(invokeMain(channels.grant, [], sender)).rejects.toThrow('refused')
  })

  it('not a page that is no window of ours', async () => {
    const sender = { ...windowSender(), sender: new electron.WebContents() }
    expect(await framesOf({ method: 'app.info', input: {} }, sender)).toEqual([])
  })

  it('not without a port, and not with two', () => {
    const { port1, port2 } = new MessageChannel()
    expect(() => sendToMain(channels.open, { method: 'app.info', input: {} }, [])).not.toThrow()
    const closed = new Promise(resolve => port2.on('close', resolve))
    sendToMain(channels.open, { method: 'app.info', input: {} }, [port1, port2])
    return closed
  })
})

describe('what may be asked', () => {
  it('nothing listens on another channel', () => {
    expect(electron.ipcMain.eventNames()).toEqual([channels.open])
    expect([...electron.ipcMain.invoked.keys()]).toEqual([channels.grant])
  })

  const loop: Record<string, unknown> = { method: 'app.info' }
  loop['input'] = loop
  const deep = Array.from({ length: 500 }).reduce<unknown>(inner => [inner], 'x')
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'app.info'],
    ['an unknown method', { method: 'app.quit', input: {} }],
    ['a name of every object', { method: '__proto__', input: {} }],
    ['constructor', { method: 'constructor', input: {} }],
    ['no input', { method: 'app.info' }],
    ['a list for an input', { method: 'app.info', input: [] }],
    ['a wrong type', { method: 'registries.signOut', input: { registryId: 7 } }],
    ['a loop', loop],
    ['a deep list', { method: 'app.info', input: deep }],
    ['a Map', new Map([['method', 'app.info']])],
    ['100 MiB', { method: 'app.info', input: { text: 'x'.repeat(100 * 1024 * 1024) } }],
    ['a million items', { method: 'app.info', input: Array.from({ length: 1_100_000 }, () => 0) }],
    ['a method of the web host', { method: 'transfers.tickets', input: { transferId: 'x' } }],
  ])('%s is refused', async (_name, request) => {
    const [frame, ...others] = await framesOf(request)
    expect(others).toEqual([])
    expect(frame).toMatchObject({ type: 'failed' })
    expect(JSON.stringify(frame)).not.toMatch(/ at |\.ts|\.js|\/home|node_modules/)
  })

  it('anything is answered by frames of the contract, and by no crash', async () => {
    const method = fc.oneof(fc.constantFrom(...Object.keys(contract)), fc.string())
    // Watchers answer until they are told to stop.
    const ends = method.filter(name => !name.endsWith('.watch'))
    const request = fc.oneof(
      fc.record({ method: ends, input: fc.oneof(fc.anything(), fc.object()) }),
      fc.anything(),
    )
    const cloneable = request.filter(value => {
      try {
        structuredClone(value)
        return true
      } catch {
        return false
      }
    })
    await fc.assert(
      fc.asyncProperty(cloneable, async value => {
        const frames = await framesOf(value)
        expect(['done', 'failed']).toContain(frames.at(-1)?.type)
        for (const frame of frames.slice(0, -1)) expect(frame.type).toBe('progress')
      }),
      { numRuns: 300 },
    )
  })

  it('a failure is a code, a reason and parameters: no message, no stack, no cause', async () => {
    const frames = await framesOf({ method: 'app.openLink', input: { url: 'file:///etc/passwd' } })
    expect(frames).toEqual(failure('invalid-input', 'link-not-opened'))
    const [frame] = frames
    expect(Object.keys((frame?.type === 'failed' && frame.error) || {}).toSorted()).toEqual([
      'code',
      'params',
      'reason',
    ])
  })
})

describe('links', () => {
  const links = () => electron.opened.filter(text => !text.startsWith('/'))
  it.each([
    'ms-msdt:/id',
    'file:///etc/passwd',
    'smb://server/share',
    'vscode://x',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://user@host.example/',
    'https://user:secret@host.example/',
    'app://ui/',
  ])('%s is not opened', async url => {
    const frames = await framesOf({ method: 'app.openLink', input: { url } })
    expect(frames).toEqual(failure('invalid-input', 'link-not-opened'))
    expect(links()).toEqual([])
  })

  it('are opened one a second', async () => {
    const open = (url: string) => framesOf({ method: 'app.openLink', input: { url } })
    expect(await open('https://gооgle.example/a')).toEqual([{ type: 'done', value: {} }])
    expect(await open('mailto:ann@example.com')).toEqual(failure('rate-limited', 'try-later'))
    // Letters of another script cannot pass for ours.
    expect(links()).toEqual(['https://xn--ggle-55da.example/a'])
  })
})

describe('the preload', () => {
  it('exposes two frozen functions and needs electron alone', () => {
    const { exposed, required } = loadPreload()
    expect(Object.keys(exposed)).toEqual(['chartroom'])
    expect(Object.keys(exposed['chartroom'] ?? {})).toEqual(['open', 'grant'])
    expect(Object.isFrozen(exposed['chartroom'])).toBe(true)
    expect(required).toEqual(['electron'])
  })

  it('carries a call and its answer', async () => {
    const call = createCall(loadPreload().bridge.open)
    expect(await call('app.info', {})).toMatchObject({ host: 'desktop' })
  })

  it('cancels when the page hangs up, and is quiet after that', async () => {
    const call = createCall(loadPreload().bridge.open)
    const hangUp = new AbortController()
    const told: unknown[] = []
    const first = Promise.withResolvers<void>()
    const watching = call(
      'transfers.watch',
      {},
      {
        signal: hangUp.signal,
        onProgress: progress => {
          told.push(progress)
          first.resolve()
        },
      },
    )
    await first.promise
    hangUp.abort()
    await expect(watching).rejects.toMatchObject({ code: 'cancelled' })
    expect(told).toEqual([{ transfers: [] }])
  })

  it('stops what the core does for a call that is hung up', async () => {
    const asked = Promise.withResolvers<Socket>()
    const silent = createServer(socket => asked.resolve(socket))
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    const hangUp = new AbortController()
    const call = createCall(loadPreload().bridge.open)
    const probing = call(
      'registries.probe',
      { address: `http://127.0.0.1:${port}`, decisions: { plainHttp: true } },
      { signal: hangUp.signal },
    )
    const socket = await asked.promise
    const left = new Promise(resolve => socket.on('close', resolve))
    socket.on('error', () => {})
    socket.resume()
    hangUp.abort()
    await expect(probing).rejects.toMatchObject({ code: 'cancelled' })
    await left
    silent.close()
  })

  it('tells the page once when the other side is gone', async () => {
    const { bridge } = loadPreload()
    let closed = 0
    const sender = windowSender()
    const { mainFrame } = electron.BrowserWindow.all[0]?.webContents ?? {}
    if (mainFrame) mainFrame.url = 'https://evil.example/'
    await new Promise<void>(resolve => {
      bridge.open(
        { method: 'app.info', input: {} },
        () => {},
        () => {
          closed += 1
          resolve()
        },
      )
    })
    if (mainFrame) mainFrame.url = 'app://ui/index.html'
    expect([closed, sender.senderFrame?.url]).toEqual([1, 'app://ui/index.html'])
  })
})

describe('files that the user hands over', () => {
  const file = (path: string) =>
    ({ path, name: 'a.tgz', lastModified: 1_700_000_000_000 }) as unknown as File

  it('become one token each, in order, and no path comes back', async () => {
    const tokens = await loadPreload().bridge.grant([file('/charts/a.tgz'), file('/charts/b.tgz')])
    expect(tokens).toHaveLength(2)
    expect(new Set(tokens).size).toBe(2)
    for (const token of tokens) expect(token).toMatch(/^[\w-]{20,64}$/)
  })

  it('that have no place on the disk get a token that opens nothing', async () =>
    expect(await loadPreload().bridge.grant([file(''), file('a.tgz'), file('/a\0b')])).toEqual([
      '',
      '',
      '',
    ]))

  it.each<[string, unknown]>([
    ['no list', { path: '/a' }],
    ['a path alone', ['/a']],
    ['a number for a path', [{ path: 1, fileName: 'a', modifiedMs: 0 }]],
    ['half a millisecond', [{ path: '/a', fileName: 'a', modifiedMs: 0.5 }]],
    [
      '1,001 files',
      Array.from({ length: 1001 }, () => ({ path: '/a', fileName: 'a', modifiedMs: 0 })),
    ],
  ])('%s is refused', async (_name, files) =>
    expect(invokeMain(channels.grant, files)).rejects.toThrow('refused'),
  )
})
