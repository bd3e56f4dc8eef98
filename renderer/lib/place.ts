import { useCallback, useMemo } from 'react'
import { placePath, placeSegment } from '../../shared/model/place-path.ts'
import { useHashHistory, useHashLocation } from './hash-history-context.tsx'

/**
 * Where the user is, as the URL hash spells it:
 * `#/r/<registryId>?namespace=…`, `#/r/<registryId>?view=…`, `#/r/<registryId>/<repository>`,
 * `#/r/<registryId>/<repository>/<tag or digest>?tab=…` and `#/draft/<draftId>?tab=…` for a dropped archive.
 * The slashes of a repository are written `%2F`.
 */
export type Place =
  | { kind: 'home' }
  | RegistryPlace
  | { kind: 'repository'; registryId: string; repository: string }
  | { kind: 'version'; registryId: string; repository: string; reference: string }
  | { kind: 'draft'; draftId: string }

/** What of a registry is looked at; `subject` is the repository that the doctor tries to list. */
export type RegistryPlace = {
  kind: 'registry'
  registryId: string
  namespace: string
  /** Its own page where there is one to show, when not said. */
  view?: RegistryView
  subject?: string
}

const registryViews = ['about', 'repositories', 'doctor'] as const
export type RegistryView = (typeof registryViews)[number]

const pathOf = (place: Place): string => {
  switch (place.kind) {
    case 'home':
      return '/'
    case 'registry':
      return `/r/${placeSegment(place.registryId)}`
    case 'repository':
    case 'version':
      return placePath(place)
    case 'draft':
      return `/draft/${placeSegment(place.draftId)}`
  }
}

/** Path and query of a place, below the `#`. */
export const placeHref = (place: Place, tab?: string): string => {
  const query = new URLSearchParams()
  if (place.kind === 'registry') {
    const { namespace, view, subject } = place
    if (namespace !== '') query.set('namespace', namespace)
    if (view) query.set('view', view)
    if (subject) query.set('subject', subject)
  }
  if ((place.kind === 'version' || place.kind === 'draft') && tab) query.set('tab', tab)
  return query.size === 0 ? pathOf(place) : `${pathOf(place)}?${query}`
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const registryPlace = (registryId: string, query: URLSearchParams): RegistryPlace => {
  const view = registryViews.find(name => name === query.get('view'))
  const subject = query.get('subject')
  return {
    kind: 'registry',
    registryId,
    namespace: query.get('namespace') ?? '',
    ...(view && { view }),
    ...(subject && { subject }),
  }
}

/** The place of a path and query; home for anything it does not know. */
export const parsePlace = (href: string): { place: Place; tab: string | undefined } => {
  const [path = '', search = ''] = href.split('?', 2)
  const query = new URLSearchParams(search)
  const [area, first, second, third, ...rest] = path.split('/').filter(Boolean).map(decoded)
  const tab = query.get('tab') ?? undefined
  if (area === 'draft' && first !== undefined)
    return { place: { kind: 'draft', draftId: first }, tab }
  if (area !== 'r' || first === undefined || rest.length > 0)
    return { place: { kind: 'home' }, tab: undefined }
  const registryId = first
  if (second === undefined) return { place: registryPlace(registryId, query), tab: undefined }
  if (third === undefined)
    return { place: { kind: 'repository', registryId, repository: second }, tab: undefined }
  return { place: { kind: 'version', registryId, repository: second, reference: third }, tab }
}

export const usePlace = (): Place => {
  const { href } = useHashLocation()
  return useMemo(() => parsePlace(href).place, [href])
}

export type GoTo = (place: Place, options?: { isReplacing?: boolean; tab?: string }) => void

/** Goes to a place; the inspector's tab stays what it was. */
export const useGoTo = (): GoTo => {
  const history = useHashHistory()
  return useCallback(
    (place, { isReplacing = false, tab } = {}) => {
      const href = placeHref(place, tab ?? parsePlace(history.location().href).tab)
      if (href === history.location().href) return
      if (isReplacing) history.replace(href)
      else history.push(href)
    },
    [history],
  )
}

/** The inspector's tab, in the hash. Setting it makes no step in the history. */
export const useTab = (): [tab: string | undefined, setTab: (tab: string) => void] => {
  const history = useHashHistory()
  const { href } = useHashLocation()
  const { place, tab } = useMemo(() => parsePlace(href), [href])
  const setTab = useCallback(
    (next: string) => history.replace(placeHref(place, next)),
    [history, place],
  )
  return [tab, setTab]
}
