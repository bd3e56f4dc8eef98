import type { Probe, Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { SavedRegistry } from '../store/saved-registries.ts'

export const localId = 'local'

export const localRegistry = (host: string, addedAtMs: number): SavedRegistry => ({
  id: localId,
  name: 'Local registry',
  host,
  path: '',
  kind: 'local',
  plainHttp: true,
  signIn: undefined,
  realm: undefined,
  connection: {},
  addedAtMs,
})

/** The dot of a registry that was just looked at. */
export const stateOfProbe = ({
  authentication,
  catalog,
  signedInAs,
  tookMs,
}: Probe): Registry['state'] => {
  if (catalog === 'not-offered') return { status: 'limited', limit: 'no-catalog', tookMs }
  const signedOut = authentication !== 'none' && signedInAs === undefined
  return { status: signedOut ? 'unknown' : 'connected', tookMs }
}
