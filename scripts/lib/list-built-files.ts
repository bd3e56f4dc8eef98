import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { BuiltFiles } from '../../shared/built-files.ts'

const typeByExtension: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

/** Every file below the folder, with the type it is served as. Throws for one without a known type. */
export const listBuiltFiles = (folder: string): BuiltFiles =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.join(entry.parentPath, entry.name))
      .map(file => [path.relative(folder, file).split(path.sep).join('/'), describe(file)])
      .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  )

const describe = (file: string) => {
  const type = typeByExtension[path.extname(file)]
  if (type === undefined) throw new Error(`No content type is known for ${file}`)
  return { type, immutable: path.basename(path.dirname(file)) === 'assets' }
}
