import type { Answer, Hook, SimulatedRequest } from './exchange.ts'
import type { Credential } from './simulator.ts'

/** The user name and secret of a Basic header. */
export const basicOf = ({ headers }: SimulatedRequest): Credential | undefined => {
  const encoded = /^basic +(\S+)$/i.exec(headers['authorization'] ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon === -1
    ? undefined
    : { username: text.slice(0, colon), secret: text.slice(colon + 1) }
}

export const isBasic = (request: SimulatedRequest, { username, secret }: Credential): boolean => {
  const given = basicOf(request)
  return given?.username === username && given.secret === secret
}

/** Nothing without this sign-in. */
export const requireBasic =
  (credential: Credential, refusal: (request: SimulatedRequest) => Answer): Hook =>
  (request, next) =>
    isBasic(request, credential) ? next(request) : refusal(request)
