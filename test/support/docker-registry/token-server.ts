import { spawnSync } from 'node:child_process'
import { createPrivateKey, randomUUID, sign, X509Certificate, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'

export type TokenServer = {
  readonly realm: string
  readonly service: string
  readonly issuer: string
  readonly certificatePath: string
  /** Scopes of each request so far, in order; '' where none was asked. */
  readonly asked: string[]
  stop(): Promise<void>
}

type Options = { readonly folder: string; readonly username: string; readonly password: string }
type Access = { type: string; name: string; actions: string[] }

const service = 'test-registry'
const issuer = 'test-issuer'

/** A token server as distribution's specification describes it, with a key made for this run by openssl. */
export const startTokenServer = async (options: Options): Promise<TokenServer> => {
  const certificatePath = join(options.folder, 'token.crt')
  const keyPath = join(options.folder, 'token.key')
  makeKey(keyPath, certificatePath)
  const key = createPrivateKey(await readFile(keyPath))
  const certificate = new X509Certificate(await readFile(certificatePath))
  const asked: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://token')
    asked.push(url.searchParams.getAll('scope').join(' '))
    answer(request, response, url, options, access => signToken(key, certificate, access))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const stop = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { realm: `http://127.0.0.1:${port}/token`, service, issuer, certificatePath, asked, stop }
}

const makeKey = (keyPath: string, certificatePath: string) => {
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=token']
  spawnSync('openssl', [...args, '-keyout', keyPath, '-out', certificatePath], { stdio: 'ignore' })
}

const answer = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  { username, password }: Options,
  token: (access: Access[]) => string,
) => {
  const authorization = request.headers.authorization
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  if (request.method !== 'GET') return response.writeHead(405).end()
  if (authorization !== undefined && authorization !== expected) {
    return response.writeHead(401).end('{"errors":[{"code":"UNAUTHORIZED"}]}')
  }
  const access = grantedAccess(url.searchParams.getAll('scope'), authorization !== undefined)
  const body = JSON.stringify({ token: token(access), expires_in: 300 })
  return response.writeHead(200, { 'content-type': 'application/json' }).end(body)
}

/** Anybody may pull; what changes something, and the catalog, is for the user. Fewer rights are still a 200. */
const grantedAccess = (scopes: readonly string[], known: boolean): Access[] =>
  scopes
    .flatMap(scope => scope.split(' '))
    .filter(scope => scope !== '')
    .map(scope => {
      const [type = '', name = '', actions = ''] = scope.split(':')
      const allowed = actions.split(',').filter(action => known || action === 'pull')
      return { type, name, actions: allowed }
    })

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

const signToken = (key: KeyObject, certificate: X509Certificate, access: Access[]): string => {
  const nowSeconds = Math.floor(Date.now() / 1000)
  const header = { typ: 'JWT', alg: 'RS256', x5c: [certificate.raw.toString('base64')] }
  const claims = {
    iss: issuer,
    sub: '',
    aud: service,
    iat: nowSeconds,
    nbf: nowSeconds - 10,
    exp: nowSeconds + 300,
    jti: randomUUID(),
    access,
  }
  const signed = `${base64url(header)}.${base64url(claims)}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`
}
