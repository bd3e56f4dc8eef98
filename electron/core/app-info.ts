import { readdir } from 'node:fs/promises'
import type { Output } from '../../shared/ipc/contract.ts'
import { within } from './async/within.ts'
import type { Ports, SecretStoreState } from './ports.ts'
import type { SignInSecrets } from './sign-ins/sign-in-secrets.ts'
import type { StartedLocalRegistry } from './start-local-registry.ts'
import type { DataNotice } from './store/database.ts'

type Info = Output<'app.info'>

type Deps = Pick<Info, 'version' | 'host' | 'platform'> & {
  readonly ports: Ports
  readonly local: StartedLocalRegistry
  readonly samplesDir?: string
  readonly secrets: Pick<SignInSecrets, 'isSessionAgreed'>
  readonly notice: DataNotice | undefined
}

/** Long enough that a page full of questions asks the keychain once. */
const keychainCheckMs = 10_000
/** A keychain that hangs, or shows a prompt, does not hold up the first screen. */
const keychainAnswerMs = 3_000

export const createAppInfo = (deps: Deps): (() => Promise<Info>) => {
  const { version, host, platform, ports, local, samplesDir, secrets, notice } = deps
  const checkKeychain = createKeychainCheck(ports)
  return async () => ({
    version,
    host,
    platform,
    keychain: {
      ...(await checkKeychain()),
      ...(secrets.isSessionAgreed() && { untilQuit: true }),
    },
    localRegistry: {
      running: local.running,
      address: local.address,
      sampleCharts: await countSamples(samplesDir),
    },
    log: { file: ports.logger.file },
    ...(notice && { dataNotice: notice }),
  })
}

const createKeychainCheck = ({ secrets, clock }: Ports) => {
  let last: { readonly state: Promise<SecretStoreState>; readonly atMs: number } | undefined
  return async (): Promise<SecretStoreState> => {
    if (!last || clock.monotonicMs() - last.atMs > keychainCheckMs) {
      last = { state: secrets.check(), atMs: clock.monotonicMs() }
    }
    return within({ clock, ms: keychainAnswerMs }, last.state, () => slow)
  }
}

const slow: SecretStoreState = { state: 'unavailable', reason: 'slow' }

const countSamples = async (samplesDir: string | undefined): Promise<number> => {
  if (samplesDir === undefined) return 0
  const entries = await readdir(samplesDir, { withFileTypes: true })
  return entries.filter(entry => entry.isDirectory()).length
}
