import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  digestOf,
  errorCodes,
  type Rig,
  startRegistry,
} from '../../support/local-registry/registry-rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRegistry()
})
afterAll(() => rig[Symbol.asyncDispose]())

const repository = 'team/chart'
const blobUrl = (digest: string) => `/v2/${repository}/blobs/${digest}`
const octets = { 'Content-Type': 'application/octet-stream' }

const startUpload = async (query = '') => {
  const answer = await rig.call('POST', `/v2/${repository}/blobs/uploads/${query}`, { body: '' })
  expect(answer.status).toBe(202)
  return String(answer.headers.location)
}

const chunk = (location: string, bytes: Buffer, start: number, method = 'PATCH', query = '') =>
  rig.call(method, `${location}${query}`, {
    body: bytes,
    headers: { ...octets, 'Content-Range': `${start}-${start + bytes.length - 1}` },
  })

const expectStored = async (bytes: Buffer, digest: string) => {
  const head = await rig.call('HEAD', blobUrl(digest))
  expect(head.status).toBe(200)
  expect(head.headers['content-length']).toBe(String(bytes.length))
  expect(head.headers['docker-content-digest']).toBe(digest)
  const got = await rig.call('GET', blobUrl(digest))
  expect(got.status).toBe(200)
  expect(got.body.equals(bytes)).toBe(true)
}

describe.each(['sha256', 'sha512'] as const)('a %s blob', algorithm => {
  const make = (size = 512) => {
    const bytes = randomBytes(size)
    return { bytes, digest: digestOf(bytes, algorithm) }
  }

  it('is pushed in a single POST', async () => {
    const { bytes, digest } = make()
    const url = `/v2/${repository}/blobs/uploads/?digest=${encodeURIComponent(digest)}`
    const answer = await rig.call('POST', url, { body: bytes, headers: octets })
    expect(answer.status).toBe(201)
    expect(answer.headers.location).toBe(blobUrl(digest))
    expect(answer.headers['docker-content-digest']).toBe(digest)
    await expectStored(bytes, digest)
  })

  it('is pushed by POST, then PUT', async () => {
    const { bytes, digest } = make()
    const location = await startUpload()
    const answer = await rig.call('PUT', `${location}?digest=${digest}`, { body: bytes })
    expect(answer.status).toBe(201)
    expect(answer.headers.location).toBe(blobUrl(digest))
    await expectStored(bytes, digest)
  })

  it.each(['PATCH', 'PUT'])('is pushed in chunks, the last one by %s', async lastMethod => {
    const { bytes, digest } = make(3000)
    const location = await startUpload(`?digest-algorithm=${algorithm}`)
    for (const start of [0, 1000]) {
      const answer = await chunk(location, bytes.subarray(start, start + 1000), start)
      expect(answer.status).toBe(202)
      expect(answer.headers.range).toBe(`0-${start + 999}`)
    }
    const rest = bytes.subarray(2000)
    if (lastMethod === 'PATCH') await chunk(location, rest, 2000)
    const end =
      lastMethod === 'PUT'
        ? await chunk(location, rest, 2000, 'PUT', `?digest=${digest}`)
        : await rig.call('PUT', `${location}?digest=${digest}`, { body: '' })
    expect(end.status).toBe(201)
    await expectStored(bytes, digest)
  })

  it.each(['PATCH', 'PUT'])(
    'refuses a chunk out of order by %s, and says where to go on',
    async method => {
      const { bytes, digest } = make(2000)
      const location = await startUpload()
      await chunk(location, bytes.subarray(0, 1000), 0)
      for (const start of [500, 1001]) {
        const wrong = bytes.subarray(start, start + 500)
        const answer = await chunk(location, wrong, start, method, `?digest=${digest}`)
        expect(answer.status).toBe(416)
      }
      const status = await rig.call('GET', location)
      expect(status.status).toBe(204)
      expect(status.headers.range).toBe('0-999')
      expect(status.headers.location).toBe(location)
      expect((await chunk(location, bytes.subarray(1000), 1000)).status).toBe(202)
      const end = await rig.call('PUT', `${location}?digest=${digest}`, { body: '' })
      expect(end.status).toBe(201)
      await expectStored(bytes, digest)
    },
  )

  it('is pushed as one stream without a range', async () => {
    const { bytes, digest } = make()
    const location = await startUpload()
    const answer = await rig.call('PATCH', location, { body: bytes, headers: octets })
    expect(answer.status).toBe(202)
    await rig.call('PUT', `${location}?digest=${digest}`, { body: '' })
    await expectStored(bytes, digest)
  })

  it('is refused when its bytes have another digest, whichever way it comes', async () => {
    const { digest } = make()
    const wrong = randomBytes(512)
    const posted = await rig.call('POST', `/v2/${repository}/blobs/uploads/?digest=${digest}`, {
      body: wrong,
    })
    const put = await rig.call('PUT', `${await startUpload()}?digest=${digest}`, { body: wrong })
    const chunked = await startUpload()
    await chunk(chunked, wrong, 0)
    const closed = await rig.call('PUT', `${chunked}?digest=${digest}`, { body: '' })
    for (const answer of [posted, put, closed]) {
      expect(answer.status).toBe(400)
      expect(errorCodes(answer)).toEqual(['DIGEST_INVALID'])
    }
    expect((await rig.call('HEAD', blobUrl(digest))).status).toBe(404)
  })

  it('may be empty, or an empty JSON object', async () => {
    for (const text of ['', '{}']) {
      const digest = digestOf(text, algorithm)
      await rig.pushBlob(repository, text, digest)
      await expectStored(Buffer.from(text), digest)
    }
  })

  it('is mounted from another repository, named or not', async () => {
    for (const query of ['&from=other/source', '']) {
      const { bytes, digest } = make()
      await rig.pushBlob('other/source', bytes, digest)
      const url = `/v2/${repository}/blobs/uploads/?mount=${digest}${query}`
      const answer = await rig.call('POST', url, { body: '' })
      expect(answer.status).toBe(201)
      expect(answer.headers.location).toBe(blobUrl(digest))
      await expectStored(bytes, digest)
    }
  })

  it('that is nowhere is uploaded instead of mounted', async () => {
    const { bytes, digest } = make()
    const url = `/v2/${repository}/blobs/uploads/?mount=${digest}&from=other/source`
    const answer = await rig.call('POST', url, { body: '' })
    expect(answer.status).toBe(202)
    await rig.call('PUT', `${answer.headers.location}?digest=${digest}`, { body: bytes })
    await expectStored(bytes, digest)
  })

  it('is deleted', async () => {
    const { bytes, digest } = make()
    await rig.pushBlob(repository, bytes, digest)
    expect((await rig.call('DELETE', blobUrl(digest))).status).toBe(202)
    expect((await rig.call('GET', blobUrl(digest))).status).toBe(404)
    expect((await rig.call('DELETE', blobUrl(digest))).status).toBe(404)
  })
})

describe('reading a part of a blob', () => {
  const bytes = randomBytes(2048)
  const digest = digestOf(bytes)
  beforeAll(() => rig.pushBlob(repository, bytes))

  it.each([
    ['bytes=500-1499', 500, 1499],
    ['bytes=500-', 500, 2047],
    ['bytes=-500', 1548, 2047],
    ['bytes=2000-5000', 2000, 2047],
    ['bytes=0-0', 0, 0],
  ])('%s', async (range, start, end) => {
    const answer = await rig.call('GET', blobUrl(digest), { headers: { Range: range } })
    expect(answer.status).toBe(206)
    expect(answer.headers['content-range']).toBe(`bytes ${start}-${end}/2048`)
    expect(answer.headers['content-length']).toBe(String(end - start + 1))
    expect(answer.body.equals(bytes.subarray(start, end + 1))).toBe(true)
  })

  it.each(['bytes=500-0', 'bytes=5000-10000', 'bytes=-0'])('%s is 416', async range => {
    const answer = await rig.call('GET', blobUrl(digest), { headers: { Range: range } })
    expect(answer.status).toBe(416)
    expect(answer.headers['content-range']).toBe('bytes */2048')
  })

  it('gives the whole for a range it need not understand', async () => {
    const answer = await rig.call('GET', blobUrl(digest), { headers: { Range: 'bytes=0-1,5-6' } })
    expect(answer.status).toBe(200)
    expect(answer.body.equals(bytes)).toBe(true)
  })
})

describe('an upload', () => {
  it('is cancelled', async () => {
    const location = await startUpload()
    await chunk(location, Buffer.from('abc'), 0)
    expect((await rig.call('DELETE', location)).status).toBe(204)
    const answer = await rig.call('GET', location)
    expect(answer.status).toBe(404)
    expect(errorCodes(answer)).toEqual(['BLOB_UPLOAD_UNKNOWN'])
  })

  it('belongs to its repository', async () => {
    const location = await startUpload()
    const elsewhere = location.replace(repository, 'team/other')
    expect((await rig.call('GET', elsewhere)).status).toBe(404)
  })

  it('refuses a chunk that is not as long as its range', async () => {
    const location = await startUpload()
    const answer = await rig.call('PATCH', location, {
      body: 'abc',
      headers: { 'Content-Range': '0-9' },
    })
    expect(answer.status).toBe(416)
  })

  it('goes on where a broken connection left it', async () => {
    const bytes = randomBytes(2_500_000)
    const location = await startUpload()
    const socket = connect(rig.port, '127.0.0.1')
    const head = `PATCH ${location} HTTP/1.1\r\nHost: 127.0.0.1:${rig.port}\r\n`
    socket.write(`${head}Content-Length: ${bytes.length}\r\n\r\n`)
    socket.write(bytes.subarray(0, 2_000_000))
    const received = async () => {
      const { headers } = await rig.call('GET', location)
      return Number(String(headers.range).slice(2)) + 1
    }
    await expect.poll(received).toBeGreaterThan(1_000_000)
    socket.destroy()
    // The rest of what was sent may still be on its way to the file: that chunk is then refused, and asked about.
    await expect
      .poll(async () => {
        const start = await received()
        return (await chunk(location, bytes.subarray(start), start)).status
      })
      .toBe(202)
    const digest = digestOf(bytes)
    await rig.call('PUT', `${location}?digest=${digest}`, { body: '' })
    await expectStored(bytes, digest)
  })

  it('goes on after the registry was started anew', async () => {
    const bytes = randomBytes(4000)
    const location = await startUpload()
    await chunk(location, bytes.subarray(0, 2500), 0)
    await rig.stop()
    rig = await startRegistry({ dataDir: rig.dataDir })
    const status = await rig.call('GET', location)
    expect(status.headers.range).toBe('0-2499')
    await chunk(location, bytes.subarray(2500), 2500)
    const digest = digestOf(bytes)
    const end = await rig.call('PUT', `${location}?digest=${digest}`, { body: '' })
    expect(end.status).toBe(201)
    await expectStored(bytes, digest)
  })
})

it('refuses what is no digest, no name, no algorithm', async () => {
  const answers = [
    [await rig.call('GET', blobUrl('sha256:nothex')), 'DIGEST_INVALID'],
    [await rig.call('GET', blobUrl(`md5:${'0'.repeat(32)}`)), 'DIGEST_INVALID'],
    [await rig.call('POST', '/v2/UPPER/blobs/uploads/', { body: '' }), 'NAME_INVALID'],
    [await rig.call('POST', '/v2/a/%2e%2e/b/blobs/uploads/', { body: '' }), 'NAME_INVALID'],
    [
      await rig.call('POST', '/v2/a/blobs/uploads/?digest-algorithm=md5', { body: '' }),
      'DIGEST_INVALID',
    ],
  ] as const
  for (const [answer, code] of answers) {
    expect(answer.status).toBe(400)
    expect(errorCodes(answer)).toEqual([code])
  }
})
