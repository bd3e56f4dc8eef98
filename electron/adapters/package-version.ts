import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const packageSchema = z.object({ version: z.string() })

/** The program's version: package.json lies beside the folder that the build made, in a package too. */
export const packageVersion = (builtFolder: string): string =>
  packageSchema.parse(
    JSON.parse(readFileSync(path.join(builtFolder, '..', 'package.json'), 'utf8')),
  ).version
