import { type FaultRegistry, reply } from './fault-registry/fault-registry.ts'

export type TokenGuard = {
  /** User name → password. */
  readonly accounts: Map<string, string>
  /** What a refused sign-in is told. */
  refusal: string
  /** Whether a token is given to nobody, and takes it in. */
  isPublic: boolean
}

const challenge = (origin: string) =>
  `Bearer realm="${origin}/token",service="registry.test",scope="repository:team/demo:pull"`

const refused = (message: string) => ({ errors: [{ code: 'UNAUTHORIZED', message }] })

const signInOf = (authorization: string | undefined): string | undefined => {
  const [, encoded] = /^Basic (.+)$/.exec(authorization ?? '') ?? []
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString()
}

/** Lets nobody at a registry in but with a token of its own token service; sets a cookie that is a secret too. */
export const guardByTokens = (
  registry: FaultRegistry,
  origin = `http://${registry.host}`,
): TokenGuard => {
  const guard: TokenGuard = { accounts: new Map(), refusal: 'wrong password', isPublic: false }
  registry.on(/ \/v2\//, exchange => {
    const token = exchange.request.headers['authorization']
    if (token === 'Bearer of-a-user' || (token === 'Bearer of-nobody' && guard.isPublic))
      return exchange.pass()
    return reply(401, refused('authentication required'), {
      'www-authenticate': challenge(origin),
    })(exchange)
  })
  registry.on(/ \/token/, exchange => {
    const signIn = signInOf(exchange.request.headers['authorization'])
    const cookie = { 'set-cookie': 'session=cookie-of-the-token-service' }
    const isKnown = [...guard.accounts].some(([name, secret]) => signIn === `${name}:${secret}`)
    if (signIn !== undefined && !isKnown)
      return reply(401, refused(guard.refusal), cookie)(exchange)
    const token = signIn === undefined ? 'of-nobody' : 'of-a-user'
    return reply(200, { token, expires_in: 300 }, cookie)(exchange)
  })
  return guard
}
