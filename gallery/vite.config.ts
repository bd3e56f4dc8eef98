import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const root = path.resolve(import.meta.dirname, '..')

/** The gallery is for those who work on Chartroom: nothing of it is in a package. */
export default defineConfig({
  root: import.meta.dirname,
  // Beside the built renderer's: pages are served from anywhere.
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  cacheDir: path.join(root, 'node_modules/.cache/gallery-vite'),
  build: {
    outDir: process.env['CHARTROOM_GALLERY_DIR'] ?? path.join(root, 'node_modules/.cache/gallery'),
    emptyOutDir: true,
    target: 'es2023',
    // Read by people with the developer tools open, and built before each run of the tests.
    minify: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 20_000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
})
