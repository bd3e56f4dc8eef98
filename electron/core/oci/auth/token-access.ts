import { readJson } from '../../json/read-json.ts'

/**
 * What a token says it allows on a repository: a hint, and only where it can be read, because tokens are opaque
 * (docs/protocol.md, "Tokens"). Undefined where it says nothing.
 */
export const actionsOf = (token: string, repository: string): readonly string[] | undefined => {
  const access = accessClaim(token)
  if (!access) return undefined
  const actions = property(
    access.find(item => property(item, 'name') === repository),
    'actions',
  )
  return Array.isArray(actions) ? actions.filter(action => typeof action === 'string') : []
}

export const allows = (actions: readonly string[], action: string): boolean =>
  actions.includes(action) || actions.includes('*')

const accessClaim = (token: string): readonly unknown[] | undefined => {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
    const access = property(readJson(payload), 'access')
    return Array.isArray(access) ? access : undefined
  } catch {
    return undefined
  }
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
