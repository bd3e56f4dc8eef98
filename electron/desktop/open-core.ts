import os from 'node:os'
import path from 'node:path'
import { session } from 'electron'
import { createCommandRunner } from '../adapters/command-runner.ts'
import { platformName } from '../adapters/data-dir.ts'
import { createKeychain } from '../adapters/keychain.ts'
import { packageVersion } from '../adapters/package-version.ts'
import { noticesName } from '../../shared/built-files.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { createApp, type App } from '../core/app.ts'
import type { Desktop, Logger } from '../core/ports.ts'
import { createDesktopNetwork } from './desktop-network.ts'
import { createUtilityParser } from './utility-parser.ts'

export type CoreOptions = {
  readonly dataDir: string
  readonly builtFolder: string
  readonly desktop: Desktop
  readonly logger: Logger
}

/** The program itself, with what this host has for it: dialogs, a parser in a utility process, the system's keychain. */
export const openCore = ({ dataDir, builtFolder, desktop, logger }: CoreOptions): Promise<App> =>
  createApp({
    ports: {
      secrets: createKeychain(),
      parserProcess: createUtilityParser(path.join(builtFolder, 'main', 'parser.js')),
      desktop,
      logger,
      clock: systemClock,
      commands: createCommandRunner(),
      network: createDesktopNetwork(() => session.fromPartition('ui')),
    },
    host: 'desktop',
    platform: platformName(process.platform),
    version: packageVersion(builtFolder),
    dataDir,
    homeDir: os.homedir(),
    env: process.env,
    samplesDir: path.join(builtFolder, 'samples'),
    noticesFile: path.join(builtFolder, noticesName),
  })
