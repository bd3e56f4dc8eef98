import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { listBuiltFiles } from './scripts/lib/list-built-files.ts'
import { createNotices } from './scripts/lib/third-party-notices.ts'
import { builtFilesName } from './shared/built-files.ts'

const root = import.meta.dirname
/** scripts/build.ts builds into a folder of its own and puts it in place in one step. */
const out = path.resolve(root, process.env['CHARTROOM_OUT_DIR'] ?? 'out')

/** Only keytar stays outside: it is native. The rest is bundled, so a package holds no node_modules but that. */
const bundled = Object.keys(
  JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).dependencies,
).filter(name => name !== 'keytar')

/** The list that both hosts serve from, so that no path of a request is ever joined to a folder. */
const writeBuiltFiles = (): Plugin => ({
  name: 'chartroom:built-files',
  writeBundle: () =>
    writeFileSync(
      path.join(out, builtFilesName),
      JSON.stringify(listBuiltFiles(path.join(out, 'renderer')), undefined, 2),
    ),
})

/** The sources of the sample charts, which the built-in registry packs at its first start. */
const copySamples = (): Plugin => ({
  name: 'chartroom:samples',
  writeBundle: () =>
    cpSync(path.join(root, 'electron/core/local-registry/samples'), path.join(out, 'samples'), {
      recursive: true,
    }),
})

const noteThirdParties = createNotices({
  out,
  fonts: path.join(root, 'renderer/styles/fonts'),
  unbundled: [path.join(root, 'node_modules/keytar')],
})

export default defineConfig({
  main: {
    plugins: [copySamples(), noteThirdParties()],
    build: {
      outDir: path.join(out, 'main'),
      target: 'node24',
      sourcemap: true,
      externalizeDeps: { exclude: bundled },
      rolldownOptions: {
        input: {
          desktop: path.join(root, 'electron/desktop/main.ts'),
          web: path.join(root, 'electron/web/main.ts'),
          parser: path.join(root, 'electron/parser/main.ts'),
        },
        // Optional accelerators of ws; it does without.
        external: ['bufferutil', 'utf-8-validate'],
        checks: { pluginTimings: false },
      },
    },
  },
  preload: {
    plugins: [noteThirdParties()],
    build: {
      outDir: path.join(out, 'preload'),
      target: 'node24',
      // A sandboxed preload can require nothing but electron: one CommonJS file.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: path.join(root, 'electron/desktop/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: path.join(root, 'renderer'),
    plugins: [react(), writeBuiltFiles(), noteThirdParties()],
    worker: { format: 'es', plugins: () => [noteThirdParties()] },
    build: {
      outDir: path.join(out, 'renderer'),
      emptyOutDir: true,
      target: 'es2023',
      minify: true,
      sourcemap: false,
      // The content security policy allows no data: fonts, workers or scripts.
      assetsInlineLimit: 0,
      // Monaco, in a chunk of its own that comes after the first paint.
      chunkSizeWarningLimit: 4000,
      rolldownOptions: {
        input: path.join(root, 'renderer/index.html'),
        checks: { pluginTimings: false },
      },
    },
  },
})
