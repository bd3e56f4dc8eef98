import { existsSync } from 'node:fs'
import path from 'node:path'

/** What `npm run build` made. `npm test` builds before it tests. */
export const builtFolder = path.resolve(process.env['CHARTROOM_OUT_DIR'] ?? 'out')

if (!existsSync(path.join(builtFolder, 'main', 'desktop.js')))
  throw new Error(`${builtFolder} holds no desktop host: run npm run build`)
