import { inspect } from 'node:util'

export type Secret = { reveal(): string }

const shown = '[secret]'

/** Holds a secret so that no log, error, JSON or template string can show it by accident. */
export const createSecret = (value: string): Secret => {
  const secret = {
    // A closure, not a property: nothing that walks the object finds the value.
    reveal: () => value,
    toString: () => shown,
    toJSON: () => shown,
    [inspect.custom]: () => shown,
  }
  return Object.freeze(secret)
}
