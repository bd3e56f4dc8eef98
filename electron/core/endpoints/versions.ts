import type { EndpointsOf } from '../dispatcher.ts'
import type { Versions } from '../versions/versions.ts'

export const createVersionEndpoints = (versions: Versions): EndpointsOf<'versions'> => ({
  'versions.list': (place, { progress, signal }) => versions.list(place, progress, signal),
  'versions.details': async (request, { progress, signal }) => {
    await versions.details(request, progress, signal)
    return {}
  },
  'versions.here': async (request, { signal }) => ({
    digests: [...(await versions.here(request, signal))],
  }),
})
