// Serves the built-in registry alone, for scripts and tests.
import path from 'node:path'
import { parseArgs } from 'node:util'
import { endWith } from '../electron/adapters/end-of-process.ts'
import { ForeignFolderError } from '../electron/core/folders/claim-folder.ts'
import { createLocalRegistry } from '../electron/core/local-registry/local-registry.ts'
import { claimRegistryFolder } from '../electron/core/local-registry/registry-folder.ts'
import type { Logger } from '../electron/core/ports.ts'
import { registryPassword } from '../electron/registry/registry-password.ts'
import { isAppError } from '../shared/errors.ts'

const help = `Serves Chartroom's built-in OCI registry on 127.0.0.1 until it is stopped.

  npm run registry -- --data-dir DIR [--port N] [--open] [--empty]

  --data-dir DIR  where charts are kept: a new or empty folder, or a registry's own; one registry at a time
  --port N        0 is any free port; without it the port of the last run, if it is free
  --open          everybody on this machine may push and delete; without it, writing needs a password:
                  CHARTROOM_REGISTRY_PASSWORD, or the one in DIR/password (made at the first start)
  --empty         a registry that is new gets no sample charts
  --help          this text`

const samplesDir = path.join(import.meta.dirname, '../electron/core/local-registry/samples')

const refuse = (message: string): never => {
  console.error(message)
  process.exit(1)
}

const readFlags = () => {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        open: { type: 'boolean', default: false },
        empty: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : String(error)}\n\n${help}`)
  }
}

const readPort = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 65_536
  return port < 65_536 ? port : refuse(`--port takes a number from 0 to 65535, not ${text}.`)
}

const logger: Logger = {
  file: '',
  tail: () => Promise.resolve(''),
  log(level, event, fields) {
    if (level !== 'info') console.error(level, event, JSON.stringify(fields ?? {}))
  },
}

const explain = (error: unknown, dataDir: string): string => {
  if (isAppError(error) && error.reason === 'folder-in-use') {
    return `Another registry (process ${error.params.pid}) already serves ${dataDir}.`
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'This port is taken. Choose another one, or --port 0 for any.'
  }
  if (error instanceof ForeignFolderError) return error.message
  return `The registry could not start: ${error instanceof Error ? error.message : String(error)}`
}

/** Before anything is written into it. */
const claim = (dataDir: string) => {
  try {
    claimRegistryFolder(dataDir)
  } catch (error) {
    refuse(explain(error, dataDir))
  }
}

const main = async () => {
  const flags = readFlags()
  if (flags.help) return console.log(help)
  // An empty name too: it is that of a shell variable that is not set.
  const dataDir = flags['data-dir'] || refuse(`--data-dir is missing.\n\n${help}`)
  const port = readPort(flags.port)
  claim(dataDir)
  const write = flags.open ? undefined : await registryPassword(dataDir, process.env)
  const registry = createLocalRegistry({
    dataDir,
    logger,
    open: flags.open,
    ...(!flags.empty && { samplesDir }),
    ...(port !== undefined && { port }),
    ...(write && { password: write.password }),
  })
  endWith(() => registry.stop())
  const address = await registry.start().catch((error: unknown) => refuse(explain(error, dataDir)))
  console.log(`Local registry is ready at ${address.host}:${address.port}`)
  if (write) console.log(`Writing needs a password (any user name): ${write.from}`)
}

await main()
