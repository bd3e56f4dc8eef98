import { type ComponentType, lazy } from 'react'

/** A part of the program did not come: the host is gone, or its files were replaced under the running page. */
export class LoadFault extends Error {
  override name = 'LoadFault'
}

/** React keeps a failed load for ever. Each failed view leaves here what makes it load anew. */
const forgetting = new Set<() => void>()

export const forgetFailedLoads = (): void => {
  for (const forget of forgetting) forget()
  forgetting.clear()
}

/** A component whose code is loaded when it is first drawn, and loaded again after `forgetFailedLoads`. */
export const lazyView = <P extends object>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> => {
  const begin = (): ComponentType<P> =>
    lazy(async () => {
      try {
        return { default: await load() }
      } catch (cause) {
        forgetting.add(() => {
          View = begin()
        })
        throw new LoadFault('A part of the program was not loaded.', { cause })
      }
    })
  let View = begin()
  return function LazyView(props) {
    return <View {...props} />
  }
}
