import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'vite'
import { createStaticFiles } from '../../electron/web/static-files.ts'

const root = path.join(import.meta.dirname, '..', '..')

/** Builds a page that holds nothing but the renderer's own host, as `window.page`. */
export const buildHostPage = async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chartroom-page-'))
  const host = JSON.stringify(path.join(root, 'renderer/host/host.ts'))
  const client = JSON.stringify(path.join(root, 'shared/ipc/client.ts'))
  writeFileSync(
    path.join(folder, 'entry.js'),
    `import { host } from ${host}; import { createCall } from ${client}
     window.page = { host, call: createCall(host.open) }`,
  )
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: path.join(folder, 'out'),
      minify: false,
      rolldownOptions: {
        input: path.join(folder, 'entry.js'),
        output: { entryFileNames: 'page.js' },
      },
    },
  })
  const html = '<!doctype html><title>Host</title><script type="module" src="./page.js"></script>'
  writeFileSync(path.join(folder, 'out', 'index.html'), html)
  return {
    files: createStaticFiles(path.join(folder, 'out'), {
      'index.html': { type: 'text/html; charset=utf-8', immutable: false },
      'page.js': { type: 'text/javascript; charset=utf-8', immutable: false },
    }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
