import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createCommandRunner } from '../../../electron/adapters/command-runner.ts'
import { fakeCommands } from '../../support/fake-commands.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const never = new AbortController().signal
const limits = { timeoutMs: 30_000, limitBytes: 1024 * 1024 }

const started = async (commands: ReturnType<typeof fakeCommands>, name: string) => {
  const program = await commands.runner.find(name)
  if (program === undefined) throw new Error(`no ${name}`)
  return { program, ...limits }
}

/** Polls: the machine may be busy. */
const until = async (isTrue: () => boolean) => {
  for (let tries = 0; tries < 500 && !isTrue(); tries++) {
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  expect(isTrue()).toBe(true)
}

describe('finding a program', () => {
  it('gives its absolute path, or none', async () => {
    const { add, runner, folder } = fakeCommands()
    add('docker-credential-pass', () => ({}))
    expect(await runner.find('docker-credential-pass')).toBe(
      path.join(folder, 'docker-credential-pass'),
    )
    expect(await runner.find('docker-credential-none')).toBeUndefined()
  })

  it('passes over a folder of that name', async () => {
    const { add, folder } = fakeCommands()
    add('tool', () => ({}))
    const before = temporaryFolder()
    mkdirSync(path.join(before, 'tool'))
    const env = { PATH: [before, folder].join(path.delimiter) }
    const runner = createCommandRunner({ env, terminalPath: async () => undefined })
    expect(await runner.find('tool')).toBe(path.join(folder, 'tool'))
  })

  it('takes a name and no path, and looks in absolute folders only', async () => {
    const { add, folder } = fakeCommands()
    add('tool', () => ({}))
    const relative = path.relative(process.cwd(), folder)
    const env = { PATH: ['', '.', relative].join(path.delimiter) }
    const runner = createCommandRunner({ env, terminalPath: async () => undefined })
    expect(await runner.find('tool')).toBeUndefined()
    for (const name of [path.join(folder, 'tool'), `../${path.basename(folder)}/tool`, '', '-x']) {
      expect(await runner.find(name), name).toBeUndefined()
    }
  })

  it('looks where a terminal would, once, and only when it has to', async () => {
    const { add, folder } = fakeCommands()
    const near = temporaryFolder()
    add('far', () => ({}))
    writeFileSync(path.join(near, 'near'), '')
    chmodSync(path.join(near, 'near'), 0o755)
    let asked = 0
    const runner = createCommandRunner({
      env: { PATH: near },
      terminalPath: async () => {
        asked++
        return folder
      },
    })
    expect(await runner.find('near')).toBe(path.join(near, 'near'))
    expect(asked).toBe(0)
    expect(await runner.find('far')).toBe(path.join(folder, 'far'))
    await runner.find('far')
    expect(asked).toBe(1)
  })

  it.skipIf(process.platform === 'win32')(
    'asks the login shell, whatever it prints beside',
    async () => {
      const { add, folder } = fakeCommands()
      add('far', () => ({}))
      const shell = path.join(temporaryFolder(), 'shell')
      writeFileSync(shell, `#!/bin/sh\necho welcome\nPATH="${folder}"\neval "$2"\necho bye\n`)
      chmodSync(shell, 0o755)
      const runner = createCommandRunner({
        env: { PATH: '/nowhere', SHELL: shell },
        platform: 'linux',
      })
      expect(await runner.find('far')).toBe(path.join(folder, 'far'))
    },
  )
})

describe('running a program', () => {
  it('hands over arguments word by word and the secret on standard input', async () => {
    const commands = fakeCommands()
    commands.add('tool', () => ({ stdout: 'ä out', stderr: 'err', exitCode: 3 }))
    const command = await started(commands, 'tool')
    const argv = ['a b', '$(id)', '"', '*']
    expect(
      await commands.runner.run({ ...command, arguments: argv, stdin: 'p:ä\n🔑' }, never),
    ).toEqual({ exitCode: 3, stdout: 'ä out', stderr: 'err' })
    expect(commands.calls('tool')).toMatchObject([{ argv, stdin: 'p:ä\n🔑' }])
  })

  it('gives it a small environment', async () => {
    const commands = fakeCommands()
    commands.add('tool', () => ({}))
    const { program } = await started(commands, 'tool')
    const env = {
      PATH: commands.folder,
      HOME: '/home/ann',
      AWS_PROFILE: 'work',
      DOCKER_CONFIG: '/d',
      NODE_OPTIONS: '--max-old-space-size=400',
      LD_PRELOAD: '',
      MY_SECRET: 'canary',
    }
    const runner = createCommandRunner({ env, terminalPath: async () => '/terminal' })
    await runner.run({ program, arguments: [], ...limits, env: { HELM_X: '1' } }, never)
    const [call] = commands.calls('tool')
    expect(call?.env).toMatchObject({
      HOME: '/home/ann',
      AWS_PROFILE: 'work',
      DOCKER_CONFIG: '/d',
      HELM_X: '1',
      PATH: `${commands.folder}${path.delimiter}/terminal`,
    })
    for (const name of ['NODE_OPTIONS', 'LD_PRELOAD', 'MY_SECRET']) {
      expect(call?.env).not.toHaveProperty(name)
    }
  })

  it('stops at the limit of its output', async () => {
    const commands = fakeCommands()
    commands.add('tool', () => ({ stdout: 'x'.repeat(3 * 1024 * 1024) }))
    const command = await started(commands, 'tool')
    await expect(commands.runner.run({ ...command, arguments: [] }, never)).rejects.toMatchObject({
      code: 'unexpected',
      reason: 'program-output',
    })
  })

  it('does not wait for one that hangs', async () => {
    const commands = fakeCommands()
    commands.add('tool', () => new Promise(() => setInterval(() => {}, 1000)))
    const command = await started(commands, 'tool')
    await expect(
      commands.runner.run({ ...command, arguments: [], timeoutMs: 300 }, never),
    ).rejects.toMatchObject({ code: 'unexpected', reason: 'program-slow' })
  })

  it('says when it cannot be started', async () => {
    const commands = fakeCommands()
    const file = path.join(commands.folder, 'tool')
    writeFileSync(file, '#!/nowhere/at/all\n')
    chmodSync(file, 0o755)
    for (const program of [file, 'tool']) {
      await expect(
        commands.runner.run({ program, arguments: [], ...limits }, never),
      ).rejects.toMatchObject({ code: 'unexpected', reason: 'program-failed' })
    }
  })

  it.skipIf(process.platform === 'win32')('that is cancelled ends with its children', async () => {
    const commands = fakeCommands()
    const pids = path.join(commands.folder, '.pids')
    commands.add(
      'tool',
      (_call, data, { fs, spawn }) => {
        const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
        fs.writeFileSync(data.pids, `${process.pid} ${child.pid}`)
        return new Promise(() => {})
      },
      { pids },
    )
    const command = await started(commands, 'tool')
    const cancel = new AbortController()
    const running = commands.runner.run({ ...command, arguments: [] }, cancel.signal)
    const ended = expect(running).rejects.toMatchObject({ code: 'cancelled' })
    const written = () => {
      try {
        return readFileSync(pids, 'utf8').split(' ').map(Number)
      } catch {
        return []
      }
    }
    await until(() => written().length === 2)
    cancel.abort()
    await ended
    await until(() => written().every(pid => !isAlive(pid)))
  })

  it('is not started at all when cancelled before', async () => {
    const commands = fakeCommands()
    commands.add('tool', () => ({}))
    const command = await started(commands, 'tool')
    await expect(
      commands.runner.run({ ...command, arguments: [] }, AbortSignal.abort()),
    ).rejects.toMatchObject({ code: 'cancelled' })
    expect(commands.calls('tool')).toEqual([])
  })

  // Row 118.
  it.skipIf(process.platform !== 'linux')('shows the secret to no other process', async () => {
    const commands = fakeCommands()
    const go = path.join(commands.folder, '.go')
    const canary = `canary-${'x'.repeat(20)}-${process.pid}`
    commands.add(
      'tool',
      async (_call, data, { fs }) => {
        while (!fs.existsSync(data.go)) await new Promise(resolve => setTimeout(resolve, 10))
        return {}
      },
      { go },
    )
    const command = await started(commands, 'tool')
    const running = commands.runner.run({ ...command, arguments: ['get'], stdin: canary }, never)
    await until(() => commands.calls('tool').length === 1)
    const seen = readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .flatMap(pid => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`])
      .filter(file => readOrNothing(file).includes(canary))
    mkdirSync(go)
    await running
    expect(seen).toEqual([])
    expect(commands.calls('tool')[0]?.stdin).toBe(canary)
  })
})

const readOrNothing = (file: string): string => {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    // A child of this process that has ended and was not waited for.
    return !/^State:\s+Z/m.test(readOrNothing(`/proc/${pid}/status`))
  } catch {
    return false
  }
}
