import os from 'node:os'
import path from 'node:path'
import { defaultDataDir } from '../adapters/data-dir.ts'
import { hasDisplay } from './display.ts'
import { openApp } from './open-app.ts'
import { readOptions, usage, UsageError } from './options.ts'
import { runWebHost } from './web-host.ts'

/** Built to out/main/web.js; the folder above holds the renderer. */
const builtFolder = path.dirname(import.meta.dirname)

try {
  const options = readOptions(process.argv.slice(2))
  if (options.help) console.log(usage)
  else
    await runWebHost({
      ...options,
      dataDir: options.dataDir ?? defaultDataDir(process.platform, process.env, os.homedir()),
      builtFolder,
      opensBrowser: options.open && hasDisplay(process.platform, process.env),
      openApp: openApp(builtFolder),
      print: line => console.log(line),
    })
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  const isUsage = error instanceof UsageError
  console.error(isUsage ? `${message}\n\n${usage}` : message)
  process.exit(isUsage ? 2 : 1)
}
