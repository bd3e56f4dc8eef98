import { describe, expect, it } from 'vitest'
import { readOptions, UsageError } from '../../../electron/web/options.ts'

describe('flags', () => {
  it('have defaults', () => {
    expect(readOptions([])).toEqual({
      web: false,
      port: 0,
      open: true,
      dataDir: undefined,
      allowedHosts: [],
      help: false,
    })
  })

  it('are read', () => {
    const args =
      '--web --port 8080 --no-open --data-dir /d --allow-host A.test:80 --allow-host [::2]:9 --help'
    expect(readOptions(args.split(' '))).toEqual({
      web: true,
      port: 8080,
      open: false,
      dataDir: '/d',
      allowedHosts: ['a.test:80', '[::2]:9'],
      help: true,
    })
  })

  it.each([
    ['--bogus'],
    ['extra'],
    ['--port'],
    ['--port', 'x'],
    ['--port', '-1'],
    ['--port', '65536'],
    ['--port', '1.5'],
    ['--port', '0x10'],
    ['--data-dir'],
    ['--data-dir='],
    ['--allow-host', 'a.test'],
    ['--allow-host', 'a.test:0'],
    ['--allow-host', 'a.test:70000'],
    ['--allow-host', 'http://a.test:80'],
    ['--allow-host', 'a.test:80/'],
    ['--allow-host', 'me@a.test:80'],
    ['--allow-host', '*:80'],
    ['--allow-host', '*.test:80'],
    ['--web=yes'],
  ])('%s %s is an error that says so', (...args) => {
    expect(() => readOptions(args)).toThrow(UsageError)
  })
})
