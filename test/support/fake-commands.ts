import type childProcess from 'node:child_process'
import type nodeFs from 'node:fs'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createCommandRunner } from '../../electron/adapters/command-runner.ts'
import { temporaryFolder } from './temporary-folder.ts'

export type FakeCall = {
  readonly argv: readonly string[]
  readonly stdin: string
  readonly env: Readonly<Record<string, string>>
}

type Reply = { readonly stdout?: string; readonly stderr?: string; readonly exitCode?: number }

type Node = {
  readonly fs: typeof nodeFs
  readonly spawn: typeof childProcess.spawn
}

/** Runs in the fake program, so it sees nothing but its arguments. `count`: how often it was started before. */
type Answer<Data> = (
  call: Pick<FakeCall, 'argv' | 'stdin'> & { readonly count: number },
  data: Data,
  node: Node,
) => Reply | Promise<Reply>

/** A folder of executables that answer as told and record how they were started. */
export const fakeCommands = () => {
  const folder = temporaryFolder()
  const recordOf = (name: string) => path.join(folder, `.${name}.calls`)
  const calls = (name: string): FakeCall[] =>
    existsSync(recordOf(name))
      ? readFileSync(recordOf(name), 'utf8')
          .split('\n')
          .filter(line => line !== '')
          .map(line => JSON.parse(line))
      : []
  return {
    folder,
    runner: createCommandRunner({
      env: { PATH: folder, HOME: folder },
      terminalPath: async () => undefined,
    }),
    calls,
    add: <Data>(name: string, answer: Answer<Data>, data?: Data) => {
      const file = path.join(folder, name)
      writeFileSync(file, program(recordOf(name), String(answer), JSON.stringify(data)))
      chmodSync(file, 0o755)
    },
  }
}

export type FakeCommands = ReturnType<typeof fakeCommands>

const program = (record: string, answer: string, data: string | undefined) => `#!${process.execPath}
const fs = require('node:fs')
const { spawn } = require('node:child_process')
const record = ${JSON.stringify(record)}
const stdin = fs.readFileSync(0, 'utf8')
const argv = process.argv.slice(2)
const count = fs.existsSync(record) ? fs.readFileSync(record, 'utf8').split('\\n').length - 1 : 0
fs.appendFileSync(record, JSON.stringify({ argv, stdin, env: process.env }) + '\\n')
Promise.resolve((${answer})({ argv, stdin, count }, ${data}, { fs, spawn })).then(
  ({ stdout = '', stderr = '', exitCode = 0 }) => {
    fs.writeSync(2, stderr)
    process.stdout.write(stdout, () => process.exit(exitCode))
  },
)
`

const notFound = 'credentials not found in native keychain'

/** A credential helper with these entries, which it changes as told. */
export const addHelper = (
  commands: FakeCommands,
  name: string,
  entries: Record<string, { Username: string; Secret: string }>,
) => {
  const file = path.join(commands.folder, `.${name}.json`)
  writeFileSync(file, JSON.stringify(entries))
  commands.add(
    `docker-credential-${name}`,
    ({ argv, stdin }, data, { fs }) => {
      const all = JSON.parse(fs.readFileSync(data.file, 'utf8'))
      if (argv[0] === 'list') {
        const names = Object.entries(all).map(([key, entry]) => [
          key,
          (entry as { Username: string }).Username,
        ])
        return { stdout: JSON.stringify(Object.fromEntries(names)) }
      }
      if (argv[0] === 'store') {
        const { ServerURL, ...entry } = JSON.parse(stdin)
        fs.writeFileSync(data.file, JSON.stringify({ ...all, [ServerURL]: entry }))
        return {}
      }
      const entry = all[stdin.trim()]
      return entry
        ? { stdout: JSON.stringify({ ServerURL: stdin.trim(), ...entry }) }
        : { stdout: data.notFound, exitCode: 1 }
    },
    { file, notFound },
  )
  return {
    entries: (): typeof entries => JSON.parse(readFileSync(file, 'utf8')),
    set: (changed: typeof entries) => writeFileSync(file, JSON.stringify(changed)),
    calls: () => commands.calls(`docker-credential-${name}`),
  }
}
