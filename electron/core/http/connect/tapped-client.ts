import { Client, type buildConnector, type Dispatcher } from 'undici'
import { createTap, type Tap } from '../base/tap.ts'

/** Told of the reading side of the connection that a request goes out on. */
export type TappedOptions = Dispatcher.DispatchOptions & { readonly onTap?: (tap: Tap) => void }

/** One connection of undici's, with a tap on its reading side. */
export class TappedClient extends Client {
  readonly #tap: Tap

  constructor(
    origin: URL,
    options: Client.Options,
    connectorFor: (tap: Tap) => buildConnector.connector,
  ) {
    const tap = createTap()
    super(origin, { ...options, connect: connectorFor(tap) })
    this.#tap = tap
  }

  override dispatch(options: TappedOptions, handler: Dispatcher.DispatchHandler): boolean {
    options.onTap?.(this.#tap)
    return super.dispatch(options, handler)
  }
}
