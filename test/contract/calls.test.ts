import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Endpoints } from '../../electron/core/dispatcher.ts'
import { AppError } from '../../shared/errors.ts'
import { createCall, type Call } from '../../shared/ipc/client.ts'
import { contract, isMethod, type Method } from '../../shared/ipc/contract.ts'
import type { Frame } from '../../shared/ipc/frames.ts'
import {
  startPortTransport,
  startSocketTransport,
  type StartTransport,
  type Transport,
} from '../support/transports.ts'

const canary = 'canary-5f2c8e'
const digest = `sha256:${'0'.repeat(64)}`
const registry = {
  id: 'r1',
  name: 'Local',
  host: '127.0.0.1:5000',
  path: '',
  kind: 'local' as const,
  plainHttp: true,
  signIn: { kind: 'user' as const, username: 'me', secret: 'keychain' as const },
  connection: {
    ca: { kind: 'system' as const },
    clientCertificate: { kind: 'none' as const },
    proxy: { kind: 'system' as const },
  },
  state: { status: 'connected' as const },
}
const untilAborted = (signal: AbortSignal) =>
  new Promise<Record<string, never>>(resolve =>
    signal.addEventListener('abort', () => resolve({}), { once: true }),
  )

const transports: readonly [string, StartTransport][] = [
  ['a WebSocket', startSocketTransport],
  ['message ports', startPortTransport],
]

describe.each(transports)('calls over %s', (_name, start) => {
  let transport: Transport
  let call: Call
  let logged: unknown[][]
  let endpoints: Partial<Endpoints>

  beforeEach(() => {
    logged = []
    endpoints = {}
  })
  afterEach(() => transport.close())

  const begin = async (given: Partial<Endpoints>) => {
    endpoints = given
    transport = await start(endpoints, {
      log: (...entry) => void logged.push(entry),
      file: '',
      tail: async () => '',
    })
    call = createCall(transport.open)
  }
  /** Every frame of a request that may be anything. */
  const framesOf = (method: string, input: unknown) =>
    new Promise<Frame[]>(resolve => {
      const frames: Frame[] = []
      transport.open(
        { method, input },
        frame => {
          frames.push(frame)
          if (frame.type !== 'progress') resolve(frames)
        },
        () => resolve(frames),
      )
    })
  const rawText = () => transport.raw().join('\n')

  describe('an answer', () => {
    it('is one value, or one failure', async () => {
      await begin({ 'app.lastPlace': () => ({ hash: '#/x' }) })
      expect(await framesOf('app.lastPlace', {})).toEqual([
        { type: 'done', value: { hash: '#/x' } },
      ])
      expect(await framesOf('registries.list', {})).toEqual([
        { type: 'failed', error: expect.objectContaining({ code: 'unsupported' }) },
      ])
    })

    it('streams what the endpoint tells before it ends', async () => {
      await begin({
        'transfers.watch': async (_input, { progress, signal }) => {
          progress({ transfers: [] })
          progress({ transfers: [] })
          return untilAborted(signal)
        },
      })
      const seen: unknown[] = []
      const controller = new AbortController()
      const watched = call(
        'transfers.watch',
        {},
        {
          signal: controller.signal,
          onProgress: value => {
            seen.push(value)
            if (seen.length === 2) controller.abort()
          },
        },
      )
      await expect(watched).rejects.toMatchObject({ code: 'cancelled' })
      expect(seen).toEqual([{ transfers: [] }, { transfers: [] }])
    })

    it('of several MiB arrives whole, in no message over 1 MiB', async () => {
      // Quotes double, letters take three bytes, and a piece may end inside a pair.
      const text = `${'"'.repeat(500_001)}${'ჩარტი'.repeat(200_000)}${'🧭'.repeat(300_000)}`
      await begin({ 'app.log': () => ({ file: 'log', tail: text }) })
      const { tail } = await call('app.log', {})
      expect(tail === text).toBe(true)
      if (transport.host === 'web') {
        const sizes = transport.raw().map(message => Buffer.byteLength(message))
        expect(Math.max(...sizes)).toBeLessThanOrEqual(1024 * 1024)
        expect(sizes.length).toBeGreaterThan(5)
      }
    })

    it('finds its call among many', async () => {
      await begin({
        'registries.rename': () => ({}),
        'app.lastPlace': async () => {
          await Promise.resolve()
          return { hash: 'place' }
        },
        'repositories.kept': async ({ registryId }) => ({ repositories: [registryId] }),
      })
      const ids = Array.from({ length: 200 }, (_, index) => `id${index}`)
      const answers = await Promise.all(
        ids.map(registryId => call('repositories.kept', { registryId })),
      )
      expect(answers.map(({ repositories }) => repositories[0])).toEqual(ids)
    })
  })

  describe('what nobody declared', () => {
    it('never leaves in a result', async () => {
      const spilled = {
        registries: [
          {
            ...registry,
            password: canary,
            signIn: { ...registry.signIn, password: canary, token: { value: canary } },
            state: { ...registry.state, [canary]: 1 },
          },
        ],
        secrets: [canary],
      }
      await begin({ 'registries.list': () => spilled })
      expect(await call('registries.list', {})).toEqual({ registries: [registry] })
      expect(rawText()).toContain('127.0.0.1:5000')
      expect(rawText()).not.toContain(canary)
    })

    it('never leaves in progress', async () => {
      await begin({
        'app.watch': (_input, { progress }) => {
          const change = { changed: 'registries' as const, password: canary }
          progress(change)
          return {}
        },
      })
      const frames = await framesOf('app.watch', {})
      expect(frames[0]).toEqual({ type: 'progress', value: { changed: 'registries' } })
      expect(rawText()).not.toContain(canary)
    })

    it('never leaves in a failure', async () => {
      await begin({
        'registries.signOut': () => {
          const cause = new Error(`GET https://me:${canary}@host/?sig=${canary}`)
          throw new AppError(
            'unreachable',
            'connection-failed',
            { host: 'example.test' },
            {
              cause,
              details: { retryAfterMs: 1000, password: canary } as never,
            },
          )
        },
      })
      const failed = call('registries.signOut', { registryId: 'r1' })
      await expect(failed).rejects.toMatchObject({
        code: 'unreachable',
        reason: 'connection-failed',
        params: { host: 'example.test' },
        details: { retryAfterMs: 1000 },
      })
      expect(rawText()).not.toContain(canary)
      expect(rawText()).not.toMatch(/stack|cause|\.ts/)
    })

    it('never leaves in an error that nobody translated, and is logged', async () => {
      await begin({
        'registries.signOut': () => {
          throw Object.assign(new TypeError(`bad ${canary} in /home/me/file.ts`), { canary })
        },
      })
      const failed = call('registries.signOut', { registryId: 'r1' })
      await expect(failed).rejects.toMatchObject({ code: 'unexpected', reason: 'internal' })
      expect(rawText()).not.toContain(canary)
      expect(rawText()).not.toContain('/home/me')
      expect(logged).toContainEqual(['error', 'unexpected', expect.anything()])
    })

    it('of a database that cannot write is a full disk by name', async () => {
      await begin({
        'registries.signOut': () => {
          throw Object.assign(new Error('disk I/O error'), { errcode: 4874 })
        },
      })
      const failed = call('registries.signOut', { registryId: 'r1' })
      await expect(failed).rejects.toMatchObject({ code: 'disk-full', reason: 'data' })
    })

    it('is not answered with: a result of another form fails', async () => {
      await begin({ 'registries.list': () => ({ registries: [{ name: canary }] }) as never })
      await expect(call('registries.list', {})).rejects.toMatchObject({ code: 'unexpected' })
      expect(rawText()).not.toContain(canary)
    })
  })

  describe('a request', () => {
    it.each([
      ['app.lastPlace', 'text'],
      ['app.lastPlace', null],
      ['registries.signOut', {}],
      ['registries.signOut', { registryId: '' }],
      ['registries.signOut', { registryId: 5 }],
      ['registries.signOut', { registryId: 'x'.repeat(65) }],
      ['charts.manifest', { registryId: 'r1', repository: '../up', reference: digest }],
      ['charts.manifest', { registryId: 'r1', repository: 'a', reference: 'sha256:short' }],
      ['none', {}],
      ['', {}],
      ['constructor', {}],
      ['__proto__', {}],
      ['toString', {}],
      ['x'.repeat(65), {}],
    ])('%s with %j is refused before any endpoint runs', async (method, input) => {
      let ran = false
      const run = () => {
        ran = true
        return {} as never
      }
      await begin({ 'app.lastPlace': run, 'registries.signOut': run, 'charts.manifest': run })
      const [frame] = await framesOf(method, input)
      expect(frame).toMatchObject({
        type: 'failed',
        error: { code: 'invalid-input', reason: 'malformed-request' },
      })
      expect(ran).toBe(false)
    })

    it('brings no more to the endpoint than was declared', async () => {
      let given: unknown
      await begin({
        'registries.signOut': input => {
          given = input
          return {}
        },
      })
      await framesOf('registries.signOut', { registryId: 'r1', isAdmin: true })
      expect(given).toEqual({ registryId: 'r1' })
    })

    it('for the other host is refused, whatever endpoint there is', async () => {
      const ran: string[] = []
      const entries = Object.entries(contract) as [Method, { host?: string }][]
      const all = Object.fromEntries(
        entries.map(([method]) => [method, () => void ran.push(method)]),
      ) as Partial<Endpoints>
      await begin(all)
      for (const [method, { host }] of entries) {
        if (host === undefined || host === transport.host) continue
        const [frame] = await framesOf(method, {})
        expect(frame, method).toMatchObject({
          type: 'failed',
          error: { code: 'unsupported', reason: 'not-available-here' },
        })
      }
      expect(ran).toEqual([])
    })
  })

  describe('hanging up', () => {
    it('ends the endpoint’s work, and nothing more is heard', async () => {
      const { promise: ended, resolve: onEnd } = Promise.withResolvers<boolean>()
      const { promise: started, resolve: onStart } = Promise.withResolvers<void>()
      await begin({
        'transfers.watch': async (_input, { signal, progress }) => {
          onStart()
          await untilAborted(signal)
          progress({ transfers: [] })
          onEnd(signal.aborted)
          return {}
        },
        'app.lastPlace': () => ({ hash: '' }),
      })
      const heard: Frame[] = []
      let closes = 0
      const hangUp = transport.open(
        { method: 'transfers.watch', input: {} },
        frame => void heard.push(frame),
        () => (closes += 1),
      )
      await started
      hangUp()
      hangUp()
      expect(await ended).toBe(true)
      await call('app.lastPlace', {})
      expect(heard).toEqual([])
      expect(closes).toBe(0)
    })

    it('by a signal rejects as cancelled, and leaves the others alone', async () => {
      const aborted: string[] = []
      await begin({
        'repositories.kept': async ({ registryId }, { signal }) => {
          if (registryId === 'quick') return { repositories: [] }
          await untilAborted(signal)
          aborted.push(registryId)
          return { repositories: [] }
        },
      })
      const controllers = ['one', 'two'].map(registryId => {
        const controller = new AbortController()
        const { signal } = controller
        return { controller, done: call('repositories.kept', { registryId }, { signal }) }
      })
      controllers[1]?.done.catch(() => {})
      await call('repositories.kept', { registryId: 'quick' })
      controllers[0]?.controller.abort()
      await expect(controllers[0]?.done).rejects.toMatchObject({ code: 'cancelled' })
      await expect.poll(() => aborted).toEqual(['one'])
      await call('repositories.kept', { registryId: 'quick' })
      controllers[1]?.controller.abort()
      await expect.poll(() => aborted).toEqual(['one', 'two'])
    })

    it('before the call was made makes none', async () => {
      let ran = false
      await begin({
        'app.lastPlace': () => {
          ran = true
          return { hash: '' }
        },
        'repositories.kept': () => ({ repositories: [] }),
      })
      const signal = AbortSignal.abort()
      await expect(call('app.lastPlace', {}, { signal })).rejects.toMatchObject({
        code: 'cancelled',
      })
      await call('repositories.kept', { registryId: 'r1' })
      expect(ran).toBe(false)
    })
  })

  it('fail when the host goes away, and their work ends', async () => {
    const signals: AbortSignal[] = []
    await begin({
      'transfers.watch': (_input, { signal, progress }) => {
        signals.push(signal)
        progress({ transfers: [] })
        return untilAborted(signal)
      },
    })
    const watching = [1, 2, 3].map(async () => {
      const { promise: heard, resolve: onProgress } = Promise.withResolvers<unknown>()
      const watched = call('transfers.watch', {}, { onProgress })
      watched.catch(() => {})
      await heard
      return { watched }
    })
    const running = await Promise.all(watching)
    await transport.breakOff()
    for (const { watched } of running)
      await expect(watched).rejects.toMatchObject({ code: 'unreachable', reason: 'host-gone' })
    await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([true, true, true])
  })
})

describe('the contract', () => {
  it('offers nothing over the web that reaches into this machine', () => {
    const onDesktopOnly = Object.entries(contract)
      .filter(([, entry]) => 'host' in entry && entry.host === 'desktop')
      .map(([method]) => method)
    // These reach into the machine: dialogs, the file manager, other programs.
    expect(onDesktopOnly.toSorted()).toEqual([
      'app.menu',
      'app.openLink',
      'app.revealLog',
      'drafts.choose',
      'folders.choose',
      'folders.last',
      'folders.reveal',
      'signIns.locateHelper',
    ])
  })

  it('knows its own methods only', () => {
    for (const name of ['constructor', '__proto__', 'hasOwnProperty', 'app', 'app.'])
      expect(isMethod(name)).toBe(false)
  })
})
