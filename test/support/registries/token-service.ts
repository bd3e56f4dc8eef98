import { randomBytes } from 'node:crypto'
import { basicOf } from './basic-auth.ts'
import { type Answer, type Hook, refuse, json, type SimulatedRequest } from './exchange.ts'
import type { Credential } from './simulator.ts'

/** `repository`, `team/demo`, `pull`. `who` is undefined for anonymous. */
export type Access = { readonly type: string; readonly name: string; readonly actions: string[] }

export type TokenServiceOptions = {
  readonly realm: string
  readonly service?: string
  readonly credential: Credential
  /** Which ways to ask it takes: `get` with Basic, `password` and `refresh` by POST. Others are answered 405. */
  readonly takes: readonly ('get' | 'password' | 'refresh')[]
  /** Answers before anything is looked at, for scopes that it cannot read. */
  readonly refuses?: (scopes: readonly string[]) => Answer | undefined
  readonly wrongPassword?: Answer
  /** What one may do; a token with fewer rights is a 200 (distribution token.md). */
  readonly grants?: (access: Access, signedIn: boolean) => readonly string[]
  readonly field?: 'token' | 'access_token'
  readonly lifeSeconds?: number
  /** Tokens with readable claims, as distribution's own are. Others are opaque. */
  readonly readable?: boolean
  /** Whether nobody in particular gets a token. */
  readonly anonymous?: boolean
}

export type TokenService = {
  /** For the host of the realm. */
  readonly hook: Hook
  readonly issued: readonly string[]
  /** The rights of a Bearer header that is still good. */
  accessOf(request: SimulatedRequest): Held | undefined
  challenge(scope?: string): string
  expire(): void
}

export type Held = { readonly signedIn: boolean; readonly access: readonly Access[] }

type Asked = { readonly credential: Credential | undefined; readonly scopes: readonly string[] }

const readScope = (scope: string): Access => {
  const [type = '', ...rest] = scope.split(':')
  const actions = rest.pop() ?? ''
  return { type, name: rest.join(':'), actions: actions.split(',') }
}

const readableToken = (access: readonly Access[]): string =>
  [{ alg: 'none' }, { access }, randomBytes(8).toString('hex')]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')

/** A vendor's own token service: GET with Basic, OAuth2 POST, scopes, tokens that end. */
export const createTokenService = (options: TokenServiceOptions): TokenService => {
  const { credential, takes, anonymous = true, field = 'token', lifeSeconds = 300 } = options
  const realm = new URL(options.realm)
  const held = new Map<string, Held>()
  const issued: string[] = []
  const grants = options.grants ?? ((access: Access) => access.actions)
  const wrongPassword =
    options.wrongPassword ?? refuse(401, 'UNAUTHORIZED', 'incorrect username or password')

  const give = ({ scopes }: Asked, signedIn: boolean): Answer => {
    const access = scopes
      .map(readScope)
      .map(asked => ({ ...asked, actions: [...grants(asked, signedIn)] }))
    const token = options.readable ? readableToken(access) : randomBytes(24).toString('hex')
    issued.push(token)
    held.set(token, { signedIn, access })
    return json(200, { [field]: token, expires_in: lifeSeconds })
  }

  const answer = (asked: Asked): Answer => {
    const refusal = options.refuses?.(asked.scopes)
    if (refusal) return refusal
    if (asked.credential === undefined) return anonymous ? give(asked, false) : wrongPassword
    const { username, secret } = asked.credential
    // An identity token comes without a user name.
    const isRight =
      secret === credential.secret && (username === credential.username || username === '')
    return isRight ? give(asked, true) : wrongPassword
  }

  const asked = (request: SimulatedRequest): Asked | undefined => {
    if (request.method === 'GET' && takes.includes('get')) {
      return { credential: basicOf(request), scopes: request.query.getAll('scope') }
    }
    if (request.method !== 'POST') return undefined
    const form = new URLSearchParams(request.body.toString('utf8'))
    const scopes = (form.get('scope') ?? '').split(' ').filter(scope => scope !== '')
    const kind = form.get('grant_type')
    if (kind === 'password' && takes.includes('password')) {
      const username = form.get('username') ?? ''
      return { credential: { username, secret: form.get('password') ?? '' }, scopes }
    }
    if (kind === 'refresh_token' && takes.includes('refresh')) {
      return { credential: { username: '', secret: form.get('refresh_token') ?? '' }, scopes }
    }
    return undefined
  }

  return {
    hook: (request, next) => {
      if (request.path !== realm.pathname) return next(request)
      const question = asked(request)
      return question ? answer(question) : refuse(405, 'UNSUPPORTED', 'method not allowed')
    },
    issued,
    accessOf: ({ headers }) =>
      held.get(/^bearer +(\S+)$/i.exec(headers['authorization'] ?? '')?.[1] ?? ''),
    challenge: scope =>
      [
        `Bearer realm="${options.realm}"`,
        ...(options.service === undefined ? [] : [`service="${options.service}"`]),
        ...(scope === undefined ? [] : [`scope="${scope}"`]),
      ].join(','),
    expire: () => held.clear(),
  }
}

/** Whether these rights hold this action on this name. */
export const mayDo = (held: Held | undefined, name: string, action: string): boolean =>
  held?.access.some(
    access =>
      access.name === name && (access.actions.includes(action) || access.actions.includes('*')),
  ) ?? false
