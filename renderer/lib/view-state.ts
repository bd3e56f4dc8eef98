import { useCallback, useSyncExternalStore } from 'react'
import { viewStates, type ViewState, type ViewStateName, type ViewStateOf } from './view-states.ts'

/** Places whose states are kept of one name; the one that was looked at longest ago goes. */
const mostPlaces = 50

const values = new Map<ViewStateName, Map<string, unknown>>()
const listeners = new Set<() => void>()

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const storageKey = (name: ViewStateName, place: string): string =>
  `chartroom.${name}${place === '' ? '' : `.${place}`}`

const readKept = (key: string): unknown => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch {
    return undefined
  }
}

const keep = (key: string, value: unknown) => {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // A full or forbidden storage costs the layout of the next start only.
  }
}

const stateOf = (name: ViewStateName): ViewStateOf => viewStates[name]

const first = (name: ViewStateName, place: string): unknown => {
  const { initial, isKept } = stateOf(name)
  const old = isKept && readKept(storageKey(name, place))
  return isKept?.(old) ? old : initial()
}

const put = (name: ViewStateName, place: string, value: unknown) => {
  const places = values.get(name) ?? new Map<string, unknown>()
  values.set(name, places)
  places.delete(place)
  places.set(place, value)
  const oldest = places.keys().next()
  if (places.size > mostPlaces && !oldest.done) places.delete(oldest.value)
}

/** As it stands. */
export const readViewState = <N extends ViewStateName>(name: N, place = ''): ViewState<N> => {
  const places = values.get(name)
  // Each name has values of one kind: `changeViewState` and `first` see to it.
  const value = (places?.has(place) ? places.get(place) : first(name, place)) as ViewState<N>
  put(name, place, value)
  return value
}

export const changeViewState = <N extends ViewStateName>(
  name: N,
  place: string,
  change: (before: ViewState<N>) => ViewState<N>,
): void => {
  const before = readViewState(name, place)
  const value = change(before)
  put(name, place, value)
  if (value === before) return
  if (stateOf(name).isKept) keep(storageKey(name, place), value)
  for (const listener of listeners) listener()
}

/** One state of how the window is looked at, shared by all who look at this place. */
export const useViewState = <N extends ViewStateName>(name: N, place = '') => {
  const value = useSyncExternalStore(subscribe, () => readViewState(name, place))
  const change = useCallback(
    (act: (before: ViewState<N>) => ViewState<N>) => changeViewState(name, place, act),
    [name, place],
  )
  const set = useCallback((next: ViewState<N>) => change(() => next), [change])
  return [value, set, change] as const
}
