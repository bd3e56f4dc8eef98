import { useState, type ReactNode } from 'react'

type Props<T> = { start: T; children: (value: T, set: (value: T) => void) => ReactNode }

/** Keeps what a component leaves to its owner: what is typed, which tab is open. */
export function Held<T>({ start, children }: Props<T>) {
  const [value, set] = useState(start)
  return children(value, set)
}

/** For what a component calls and nobody here needs. */
export const nothing = (): void => undefined
