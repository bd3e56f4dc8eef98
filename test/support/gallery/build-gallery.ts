import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { chromiumPath } from '../browser.ts'

declare module 'vitest' {
  interface ProvidedContext {
    galleryFolder: string
  }
}

const root = path.join(import.meta.dirname, '..', '..', '..')

const build = async (folder: string): Promise<void> => {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '--logLevel', 'error', '--config', 'gallery/vite.config.ts']
  const env = { ...process.env, CHARTROOM_GALLERY_DIR: folder, NODE_ENV: 'production' }
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', resolve)
  })
  if (status !== 0) throw new Error(`the gallery is not built: ${String(status)}`)
}

/** Before the first test of components, for all of them. */
export const setup = async (project: TestProject) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chartroom-gallery-'))
  project.provide('galleryFolder', folder)
  if (chromiumPath !== undefined) await build(folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
