import path from 'node:path'
import { isAppError } from '../../shared/errors.ts'
import { createLocalRegistry } from './local-registry/local-registry.ts'
import { createSecret } from './http/base/secret.ts'
import type { Logger, SecretStore } from './ports.ts'
import type { LocalAccess } from './sign-ins/local-access.ts'
import { createLocalPassword } from './sign-ins/local-password.ts'

export type StartedLocalRegistry = {
  readonly address: string
  readonly running: boolean
  readonly access: LocalAccess
  stop(): Promise<void>
}

type Options = {
  readonly dataDir: string
  readonly samplesDir: string | undefined
  readonly secrets: SecretStore
  readonly logger: Logger
}

const username = 'chartroom'
/** Nobody listens there: what is asked of a local registry that could not start fails at once. */
const nowhere = '127.0.0.1:0'

/** Starts the built-in registry. When it cannot start, the program does so without it. */
export const startLocalRegistry = async (options: Options): Promise<StartedLocalRegistry> => {
  const { dataDir, samplesDir, secrets, logger } = options
  const password = createLocalPassword(secrets, logger)
  const registry = createLocalRegistry({
    dataDir: path.join(dataDir, 'local-registry'),
    password: password.guard,
    logger,
    ...(samplesDir !== undefined && { samplesDir }),
  })
  const started = await registry.start().catch((error: unknown) => {
    const reason = isAppError(error) ? error.reason : String(error)
    logger.log('error', 'local-registry.not-started', { reason })
    return undefined
  })
  const address = started ? `${started.host}:${started.port}` : nowhere
  return {
    address,
    running: started !== undefined,
    access: {
      host: address,
      credential: async () => ({ username, secret: createSecret(await password.reveal()) }),
    },
    stop: () => registry.stop(),
  }
}
