/** What a request needs, as distribution's token specification writes it: `repository:team/app:pull,push`. */
export type Scope = string

export const repositoryScope = (repository: string, ...actions: readonly string[]): Scope =>
  `repository:${repository}:${actions.toSorted().join(',')}`

/** The repository that the first of these scopes is about. */
export const repositoryOf = ([scope]: readonly Scope[]): string | undefined =>
  scope === undefined ? undefined : /^repository:([^:]+):/.exec(scope)?.[1]

type Parsed = { readonly resource: string; readonly actions: ReadonlySet<string> }

/** Undefined for scopes of another grammar, such as `aws` of public.ecr.aws: these pass through untouched. */
const parse = (scope: Scope): Parsed | undefined => {
  const first = scope.indexOf(':')
  const last = scope.lastIndexOf(':')
  if (first === -1 || first === last) return undefined
  const actions = new Set(
    scope
      .slice(last + 1)
      .split(',')
      .filter(action => action !== ''),
  )
  return { resource: scope.slice(0, last), actions }
}

const format = ({ resource, actions }: Parsed): Scope =>
  `${resource}:${actions.has('*') ? '*' : [...actions].toSorted().join(',')}`

/** No registry asks for more at once, and every pair of them is compared when a token is looked for. */
const maxScopes = 16

export const splitScopes = (text: string | undefined): Scope[] =>
  (text ?? '')
    .split(/\s+/)
    .filter(scope => scope !== '')
    .slice(0, maxScopes)

/** Merges scopes of one resource; the order of first mention stays, because some servers honour only the first. */
export const mergeScopes = (scopes: readonly Scope[]): Scope[] => {
  const merged = new Map<string, Scope>()
  for (const scope of scopes) {
    const parsed = parse(scope)
    const key = parsed?.resource ?? scope
    const before = merged.get(key)
    const known = before === undefined ? undefined : parse(before)
    merged.set(key, parsed ? format({ ...parsed, actions: union(parsed, known) }) : scope)
  }
  return [...merged.values()]
}

const union = (a: Parsed, b: Parsed | undefined): ReadonlySet<string> =>
  new Set([...a.actions, ...(b?.actions ?? [])])

/** Whether a token for `granted` may do all of `needed`. */
export const coversScopes = (granted: readonly Scope[], needed: readonly Scope[]): boolean =>
  needed.every(scope => granted.some(have => covers(have, scope)))

const covers = (have: Scope, need: Scope): boolean => {
  if (have === need) return true
  const [a, b] = [parse(have), parse(need)]
  if (!a || !b || a.resource !== b.resource) return false
  return a.actions.has('*') || [...b.actions].every(action => a.actions.has(action))
}
