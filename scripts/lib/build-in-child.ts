import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { isBuilt } from './build-if-changed.ts'

/** Builds when sources changed, in a process of its own: the bundler's memory goes with it. */
export const buildInChild = async (root: string): Promise<'built' | 'unchanged'> => {
  if (isBuilt()) return 'unchanged'
  console.log('Building Chartroom…')
  const child = spawn(process.execPath, [path.join(root, 'scripts/build.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const stop = () => child.kill()
  process.once('exit', stop)
  const [code] = await once(child, 'exit')
  process.off('exit', stop)
  if (code !== 0) throw new Error('The build failed: see above.')
  return 'built'
}
