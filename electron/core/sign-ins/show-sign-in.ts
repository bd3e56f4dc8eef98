import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { vendorCommandFor } from '../../../shared/model/vendor-command.ts'
import type { SavedRegistry, SignInSource } from '../store/saved-registries.ts'
import type { RegistryCredentials } from './registry-credentials.ts'

type Shown = Registry['signIn']
type KeptBy = NonNullable<Extract<Shown, { kind: 'user' }>['keptBy']>

/** A sign-in as it may be shown: who, where the secret is and until when, never the secret. */
export const showSignIn = (
  { signIn, host }: SavedRegistry,
  secret: ReturnType<RegistryCredentials['secretState']>,
  showPath: (file: string) => string,
): Shown => {
  if (!signIn) return { kind: 'anonymous' }
  const { username, place, source, expiresAtMs, renewedAtMs } = signIn
  return {
    kind: 'user',
    username,
    secret,
    ...(source && place === 'elsewhere' && { keptBy: keeperOf(source, host, showPath) }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
    ...(renewedAtMs !== undefined && { renewedAtMs }),
    renewal: source === undefined || source.kind === 'file' ? 'none' : source.kind,
  }
}

const keeperOf = (
  source: SignInSource,
  host: string,
  showPath: (file: string) => string,
): KeptBy => {
  if (source.kind === 'file') {
    const file = showPath(source.file)
    return { kind: 'file', name: file, file }
  }
  if (source.kind === 'helper') {
    return { kind: 'helper', name: source.helper, file: showPath(source.file) }
  }
  const words = vendorCommandFor(host, source.profile)?.arguments ?? []
  return { kind: 'command', name: [source.command, ...words].join(' ') }
}
