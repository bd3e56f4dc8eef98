import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorCodes, type Rig, startRegistry } from '../../support/local-registry/registry-rig.ts'

let rig: Rig
const password = 'correct horse: battery'
beforeAll(async () => {
  rig = await startRegistry({ password })
})
afterAll(() => rig[Symbol.asyncDispose]())

const raw = async (lines: string[]) => {
  const socket = connect(rig.port, '127.0.0.1')
  socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`)
  const answer = await text(socket)
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])
}

describe('the address it answers to', () => {
  it.runIf(process.platform === 'linux')('is 127.0.0.1 and no other of the machine', async () => {
    // All of 127.0.0.0/8 is this machine on Linux: whoever listens everywhere is there, too.
    const socket = connect(rig.port, '127.0.0.2')
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ECONNREFUSED')
  })

  it.each(['127.0.0.1', 'localhost', '[::1]', 'LocalHost'])('%s with the port', async name => {
    expect(await raw(['GET /v2/ HTTP/1.1', `Host: ${name}:${rig.port}`])).toBe(200)
  })

  it.each([
    'evil.com',
    'localhost.evil.com',
    '127.0.0.1.nip.io',
    '0.0.0.0',
    'localhost.',
    '[::]',
    '127.1',
    'x@127.0.0.1',
  ])('%s is refused', async name => {
    expect(await raw(['GET /v2/ HTTP/1.1', `Host: ${name}:${rig.port}`])).toBe(421)
  })

  it('is refused with another port, none, no Host, or two', async () => {
    const first = 'GET /v2/ HTTP/1.1'
    const good = `Host: 127.0.0.1:${rig.port}`
    expect(await raw([first, `Host: 127.0.0.1:${rig.port + 1}`])).toBe(421)
    expect(await raw([first, 'Host: 127.0.0.1'])).toBe(421)
    expect(await raw([first, 'Accept: */*'])).toBe(421)
    expect(await raw([first, good, 'Host: evil.com'])).toBe(421)
    expect(await raw([first, good, good])).toBe(421)
  })

  it('is not a proxy', async () => {
    const host = `Host: 127.0.0.1:${rig.port}`
    expect(await raw([`GET http://evil.com/v2/ HTTP/1.1`, host])).toBe(404)
  })

  it.each(['null', 'http://evil.com', 'self'])('refuses any Origin: %s', async origin => {
    const value = origin === 'self' ? `http://127.0.0.1:${rig.port}` : origin
    const answer = await rig.call('GET', '/v2/_catalog', { headers: { Origin: value } })
    expect(answer.status).toBe(403)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('the password', () => {
  const basic = (user: string, secret: string) => ({
    Authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
  })
  const reads = ['/v2/', '/v2/_catalog']
  const upload = '/v2/app/blobs/uploads/'

  it('is not asked for when reading, and offered to be asked for on /v2/', async () => {
    for (const target of reads) expect((await rig.call('GET', target)).status).toBe(200)
    const ping = await rig.call('GET', '/v2/')
    expect(ping.headers['www-authenticate']).toMatch(/^Basic /)
    const nobody = await rig.call('GET', '/v2/', { headers: basic('', '') })
    expect(nobody.status).toBe(200)
  })

  it.each([
    ['POST', upload],
    ['GET', `${upload}some-id`],
    ['PATCH', `${upload}some-id`],
    ['PUT', `${upload}some-id?digest=x`],
    ['DELETE', `${upload}some-id`],
    ['PUT', '/v2/app/manifests/1.0.0'],
    ['DELETE', '/v2/app/manifests/1.0.0'],
    ['DELETE', `/v2/app/blobs/sha256:${'0'.repeat(64)}`],
  ])('is needed for %s %s', async (method, target) => {
    for (const headers of [{}, basic('', ''), basic('chartroom', 'wrong'), basic(password, '')]) {
      const answer = await rig.call(method, target, { headers, body: '' })
      expect(answer.status).toBe(401)
      expect(errorCodes(answer)).toEqual(['UNAUTHORIZED'])
      expect(answer.headers['www-authenticate']).toMatch(/^Basic realm=/)
    }
  })

  it('opens writing, whatever the user name', async () => {
    for (const user of ['chartroom', 'x', '']) {
      const answer = await rig.call('POST', upload, { headers: basic(user, password), body: '' })
      expect(answer.status).toBe(202)
    }
  })

  it('is told to be wrong where it is not needed, too: a sign-in can be checked', async () => {
    for (const headers of [basic('chartroom', 'wrong'), { Authorization: 'Bearer x' }]) {
      expect((await rig.call('GET', '/v2/', { headers })).status).toBe(401)
    }
    expect((await rig.call('GET', '/v2/', { headers: basic('c', password) })).status).toBe(200)
  })

  it('is nobody’s when none was set', async () => {
    await using closed = await startRegistry({ open: false })
    const answer = await closed.call('POST', upload, { headers: basic('a', ''), body: '' })
    expect(answer.status).toBe(401)
    expect((await closed.call('GET', '/v2/')).status).toBe(200)
  })
})

it('tells a browser to run nothing of what it is given', async () => {
  const { headers } = await rig.call('GET', '/v2/')
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox")
})

it('answers 405 with what is allowed, and 404 for the rest', async () => {
  const answer = await rig.call('POST', '/v2/_catalog', { body: '' })
  expect(answer.status).toBe(405)
  expect(answer.headers.allow).toBe('GET, HEAD')
  for (const target of ['/', '/v1/', '/v2/x', '/v2/a/tags/list/more', '/../etc/passwd']) {
    expect((await rig.call('GET', target)).status).toBe(404)
  }
})
