import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentSecurityPolicy, securityHeaders } from '../../shared/content-security-policy.ts'
import {
  electron,
  mainWindow,
  runMain,
  uiSession,
  type RunningMain,
} from '../support/electron-double/run-main.ts'

let main: RunningMain
beforeAll(async () => {
  main = await runMain()
})
afterAll(() => main.stop())

/** As Electron hands it over: Node makes no request of a scheme it does not know. */
const ask = (url: string, method = 'GET'): Promise<Response> => {
  const handler = uiSession().protocols.get('app')
  if (!handler) throw new Error('nothing serves app:')
  const request = new Request('http://stand-in.example', { method })
  Object.defineProperty(request, 'url', { value: url })
  return handler(request)
}

describe('app://ui', () => {
  it('serves the files that the build listed', async () => {
    const reply = await ask('app://ui/index.html')
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await reply.text()).toContain('<title>Chartroom</title>')
  })

  it('answers HEAD without a body', async () => {
    const reply = await ask('app://ui/index.html', 'HEAD')
    expect([reply.status, await reply.text()]).toEqual([200, ''])
    expect(Number(reply.headers.get('content-length'))).toBeGreaterThan(0)
  })

  const elsewhere = [
    'app://ui/',
    'app://ui/..%2f..%2fetc/passwd',
    'app://ui/../../../../etc/passwd',
    'app://ui/%2e%2e/%2e%2e/etc/passwd',
    'app://ui/..\\..\\etc\\passwd',
    'app://ui/index.html%00',
    'app://ui/index%2ehtml',
    'app://ui//index.html',
    'app://ui/renderer-files.json',
    'app://ui/../renderer-files.json',
    'app://ui/unknown.xyz',
    `app://ui/${'a'.repeat(100_000)}`,
    'app://other/index.html',
    'app://ui.example/index.html',
    'app://ui:80/index.html',
    'app://user@ui/index.html',
    'https://ui/index.html',
    'file:///etc/passwd',
    'nonsense',
  ].map(url => ({ url, shown: url.slice(0, 60) }))
  it.each(elsewhere)('$shown is 404', async ({ url }) => {
    const reply = await ask(url)
    expect([reply.status, await reply.text()]).toEqual([404, ''])
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is 405', async method =>
    expect((await ask('app://ui/index.html', method)).status).toBe(405),
  )

  it('sends the headers of both hosts with every reply', async () => {
    const reply = await ask('app://ui/index.html')
    for (const [name, value] of Object.entries(securityHeaders('desktop'))) {
      expect([name, reply.headers.get(name)]).toEqual([name, value])
    }
  })
})

describe('the content security policy', () => {
  const parse = (text: string) =>
    new Map(
      text.split('; ').map(directive => {
        const [name = '', ...values] = directive.split(' ')
        return [name, values.join(' ')] as const
      }),
    )

  it('lets a page run our own files and nothing else', () => {
    const policy = parse(contentSecurityPolicy('desktop'))
    const closed = ['default', 'connect', 'frame', 'object', 'media', 'manifest'].map(
      name => `${name}-src`,
    )
    for (const name of [...closed, 'base-uri', 'form-action', 'frame-ancestors']) {
      expect([name, policy.get(name)]).toEqual([name, "'none'"])
    }
    expect(policy.get('script-src')).toBe("'self'")
    expect(policy.get('worker-src')).toBe("'self'")
    expect(policy.get('img-src')).toBe("'self' data: blob:")
    expect(policy.get('style-src')).toBe("'self' 'unsafe-inline'")
    expect(policy.get('require-trusted-types-for')).toBe("'script'")
    expect([...policy.keys()]).toHaveLength(16)
  })

  it('differs on the web host in what may be connected to only', () => {
    const [desktop, web] = [
      parse(contentSecurityPolicy('desktop')),
      parse(contentSecurityPolicy('web')),
    ]
    desktop.set('connect-src', "'self'")
    expect(web).toEqual(desktop)
  })
})

describe('permissions', () => {
  const types = readFileSync('node_modules/electron/electron.d.ts', 'utf8')
  const namesIn = (signature: string) => {
    const at = types.indexOf(signature)
    const union = /permission: ([^,)]+)[,)]/.exec(types.slice(at))?.[1] ?? ''
    return [...union.matchAll(/'([^']+)'/g)].map(([, name]) => name ?? '')
  }
  const all = [
    ...new Set([
      ...namesIn('setPermissionRequestHandler('),
      ...namesIn('setPermissionCheckHandler('),
    ]),
  ]
  const allowed = (permission: string, url = 'app://ui/index.html', isMainFrame = true) => {
    let answer: unknown
    const { handlers } = uiSession()
    const request = handlers.get('permissionRequest') as unknown as (...args: unknown[]) => void
    const check = handlers.get('permissionCheck') as unknown as (...args: unknown[]) => boolean
    const details = { requestingUrl: url, isMainFrame }
    request({}, permission, (granted: boolean) => (answer = granted), details)
    expect(check({}, permission, url, details)).toBe(answer)
    return answer
  }

  it('are known by all their names', () => {
    expect(all.length).toBeGreaterThan(15)
    expect(all).toContain('clipboard-sanitized-write')
  })

  it.each(all)('%s', permission =>
    expect(allowed(permission)).toBe(permission === 'clipboard-sanitized-write'),
  )

  it.each([
    ['app://ui/index.html', false],
    ['app://other/', true],
    ['https://ui/', true],
    ['data:text/html,x', true],
    ['', true],
  ])('to write the clipboard is not given to %s (top frame: %s)', (url, isMainFrame) =>
    expect(allowed('clipboard-sanitized-write', url, isMainFrame)).toBe(false),
  )

  it('are asked anew: no handler from before stays', () => {
    const { calls } = electron
    expect(calls.indexOf('session.permissionRequest:null')).toBeLessThan(
      calls.indexOf('session.permissionRequest'),
    )
    expect(calls).toContain('session.permissionRequest:null')
  })

  it('for devices are refused before anybody is asked', () => {
    const { handlers } = uiSession()
    const call = (name: string, ...args: unknown[]) =>
      (handlers.get(name) as unknown as (...all: unknown[]) => unknown)(...args)
    expect(call('devicePermission', {})).toBe(false)
    const answers: unknown[] = []
    const answer = (value?: unknown) => answers.push(value)
    call('displayMedia', {}, answer)
    call('bluetoothPairing', {}, answer)
    const events = ['select-hid-device', 'select-usb-device'].map(name => {
      const event = electron.createEvent()
      uiSession().emit(name, event, {}, answer)
      return event
    })
    const serial = electron.createEvent()
    uiSession().emit('select-serial-port', serial, [], {}, answer)
    const bluetooth = electron.createEvent()
    mainWindow().webContents.emit('select-bluetooth-device', bluetooth, [], answer)
    expect(answers).toEqual([{}, { confirmed: false }, null, undefined, '', ''])
    expect([...events, serial, bluetooth].every(event => event.defaultPrevented)).toBe(true)
  })
})

describe('requests of a page', () => {
  const cancelled = (url: string, resourceType = 'xhr') => {
    let cancel: unknown
    const filter = uiSession().handlers.get('onBeforeRequest') as unknown as (
      details: object,
      callback: (answer: { cancel: boolean }) => void,
    ) => void
    filter({ url, resourceType }, answer => (cancel = answer.cancel))
    return cancel
  }
  it.each([
    ['app://ui/index.html', 'mainFrame', false],
    ['app://ui/assets/a.js', 'script', false],
    ['blob:app://ui/1234', 'image', false],
    ['data:image/png;base64,AA', 'image', false],
    ['blob:app://ui/1234', 'mainFrame', true],
    ['blob:https://evil.example/1', 'image', true],
    ['data:text/html,x', 'mainFrame', true],
    ['data:text/javascript,x', 'script', true],
    ['app://other/x', 'script', true],
    ['file:///etc/passwd', 'image', true],
    ['http://127.0.0.1:5000/v2/', 'xhr', true],
    ['https://evil.example/x.png', 'image', true],
    ['ws://127.0.0.1/', 'webSocket', true],
    ['ftp://evil.example/', 'mainFrame', true],
    ['chrome://gpu', 'mainFrame', true],
  ])('%s as %s is cancelled: %s', (url, type, expected) =>
    expect(cancelled(url, type)).toBe(expected),
  )
})

describe('a page stays where it is', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    '%s is prevented',
    name => {
      const event = electron.createEvent({ url: 'https://evil.example' })
      mainWindow().webContents.emit(name, event)
      expect(event.defaultPrevented).toBe(true)
    },
  )

  it.each(['https://evil.example', 'app://ui/index.html', 'file:///etc/passwd', 'about:blank'])(
    'a window on %s is not opened',
    url => {
      expect(mainWindow().webContents.windowOpenHandler?.({ url })).toEqual({ action: 'deny' })
      expect(electron.BrowserWindow.all).toHaveLength(1)
      expect(electron.opened).toEqual([])
    },
  )

  it('pages made by others are confined too', () => {
    const contents = new electron.WebContents()
    electron.app.emit('web-contents-created', electron.createEvent(), contents)
    const event = electron.createEvent()
    contents.emit('will-navigate', event)
    expect(event.defaultPrevented).toBe(true)
    expect(contents.windowOpenHandler?.({ url: 'https://evil.example' })).toEqual({
      action: 'deny',
    })
  })
})

it('no certificate is ever accepted for a page', () => {
  const event = electron.createEvent()
  const answers: unknown[] = []
  const answer = (accepted: boolean) => answers.push(accepted)
  electron.app.emit('certificate-error', event, {}, 'https://x', 'net::ERR', {}, answer)
  expect(event.defaultPrevented).toBe(true)
  expect(answers).toEqual([false])
})
