import { spawn } from 'node:child_process'
import path from 'node:path'

const keeper = path.join(import.meta.dirname, 'keep-registry-process.ts')
const compiled = path.join(import.meta.dirname, '../../../node_modules/.cache/compiled')

/** A registry in a process of its own, which prints its port; `args` as keep-registry-process.ts takes them. */
export const spawnKeeper = (...args: readonly string[]) =>
  spawn(process.execPath, [keeper, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Reading the sources as JavaScript would be most of what each of them costs.
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  })
