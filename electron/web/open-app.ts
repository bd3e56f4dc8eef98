import os from 'node:os'
import path from 'node:path'
import { createCommandRunner } from '../adapters/command-runner.ts'
import { platformName } from '../adapters/data-dir.ts'
import { createForkedParser } from '../adapters/forked-parser.ts'
import { createKeychain } from '../adapters/keychain.ts'
import { packageVersion } from '../adapters/package-version.ts'
import { noticesName } from '../../shared/built-files.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { systemNetwork } from '../adapters/system-network.ts'
import { createApp, type App } from '../core/app.ts'
import type { Logger } from '../core/ports.ts'

/** The core with what this host has for it: no dialogs, a forked parser, the system's keychain. */
export const openApp =
  (builtFolder: string) =>
  ({ dataDir, logger }: { dataDir: string; logger: Logger }): Promise<App> =>
    createApp({
      ports: {
        secrets: createKeychain(),
        parserProcess: createForkedParser(path.join(builtFolder, 'main', 'parser.js')),
        logger,
        clock: systemClock,
        commands: createCommandRunner(),
        network: systemNetwork,
      },
      host: 'web',
      platform: platformName(process.platform),
      version: packageVersion(builtFolder),
      dataDir,
      homeDir: os.homedir(),
      env: process.env,
      samplesDir: path.join(builtFolder, 'samples'),
      noticesFile: path.join(builtFolder, noticesName),
    })
