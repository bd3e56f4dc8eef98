import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  commandLine,
  quoteArgument,
  quotePath,
  type Shell,
} from '../../../shared/model/shell-quoting.ts'

const hasBash = spawnSync('bash', ['-c', 'true']).status === 0

/** What a program started by this bash line receives. */
const runBash = (words: readonly string[]) => {
  const line = commandLine('bash', words)
  if (line === undefined) throw new Error('bash can carry every word without NUL')
  const program = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))'
  const run = spawnSync('bash', ['-c', `"$NODE" -e "$PROGRAM" -- ${line}`], {
    encoding: 'utf8',
    env: { NODE: process.execPath, PROGRAM: program, HOME: '/home/of-nobody', IFS: ' ' },
  })
  return JSON.parse(run.stdout)
}

describe.skipIf(!hasBash)('bash', () => {
  it('hands on hostile words unchanged', () => {
    const words = [
      "it's",
      '"',
      '$(id)',
      '`id`',
      '$HOME',
      '~',
      '*',
      '?',
      '[a]',
      '{a,b}',
      '!x',
      'a b',
      '',
      '\n',
      '\\',
      '\\n',
      '#c',
      ';id',
      '&',
      '|',
      '<',
      '>',
      '(',
      '=ls',
      '-n',
      '%PATH%',
      'é',
      '😀',
      '\u2028',
      "'\\''",
    ]
    expect(runBash(words)).toEqual(words)
  })

  it('hands on any words unchanged', () => {
    const word = fc.oneof(
      fc.string({ unit: fc.constantFrom(...`'"\\$\`!*?[]{}()<>|&;#~= \t\nab`), maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    )
    const words = fc.array(
      word.filter(text => !text.includes('\0')),
      { minLength: 30, maxLength: 60 },
    )
    fc.assert(
      fc.property(words, all => {
        expect(runBash(all)).toEqual(all)
      }),
      { numRuns: 10 },
    )
  }, 60_000)
})

// Not run here: these rules stand as a table. undefined: this command line cannot carry the word.
describe.each<[Shell, [string, string | undefined][]]>([
  [
    'bash',
    [
      ['oci://r.example:5000/web@sha256:aa', 'oci://r.example:5000/web@sha256:aa'],
      ['--plain-http', '--plain-http'],
      ['[::1]:5000', "'[::1]:5000'"],
      ["it's", `'it'\\''s'`],
      ['', "''"],
      ['a\0b', undefined],
    ],
  ],
  [
    'powershell',
    [
      ['oci://r.example:5000/web@sha256:aa', 'oci://r.example:5000/web@sha256:aa'],
      ['--plain-http', '--plain-http'],
      ['@sha256:aa', "'@sha256:aa'"],
      ['-a:b', "'-a:b'"],
      ['1kb', "'1kb'"],
      ['a,b', "'a,b'"],
      ['$(id)', "'$(id)'"],
      ['$env:PATH', "'$env:PATH'"],
      ['`n', "'`n'"],
      ["it's", "'it''s'"],
      ['it’s', "'it’’s'"],
      ['a b', "'a b'"],
      ['', "''"],
      ['a"b', undefined],
      ['a\nb', undefined],
    ],
  ],
  [
    'cmd',
    [
      ['oci://r.example:5000/web@sha256:aa', 'oci://r.example:5000/web@sha256:aa'],
      ['--plain-http', '--plain-http'],
      ['a&calc', '"a&calc"'],
      ['a|b', '"a|b"'],
      ['a^b', '"a^b"'],
      ['a b\\', '"a b\\\\"'],
      ['a;b', '"a;b"'],
      ['', '""'],
      ['%PATH%', undefined],
      ['a!b', undefined],
      ['a"b', undefined],
      ['a\rb', undefined],
    ],
  ],
])('%s', (shell, table) => {
  it.each(table)('quotes %j', (text, quoted) => expect(quoteArgument(shell, text)).toBe(quoted))
})

it('gives no line where one word cannot be carried', () => {
  expect(commandLine('cmd', ['helm', 'pull', '%PATH%'])).toBeUndefined()
  expect(commandLine('cmd', ['helm', 'pull', 'a b'])).toBe('helm pull "a b"')
})

describe('a file below the home folder', () => {
  it.each<[Shell, string, string | undefined]>([
    ['bash', '~/certs.d/r.example:5000/ca.crt', '~/certs.d/r.example:5000/ca.crt'],
    ['bash', "~/my 'own'/$(id).crt", "~/'my '\\''own'\\''/$(id).crt'"],
    ['bash', '/etc/a b.crt', "'/etc/a b.crt'"],
    ['bash', '~ann/ca.crt', "'~ann/ca.crt'"],
    ['powershell', '~/ca.crt', '$HOME/ca.crt'],
    ['powershell', '~\\my certs\\$(x)`.crt', '"$HOME\\my certs\\`$(x)``.crt"'],
    ['cmd', '~\\certs\\ca.crt', '%USERPROFILE%\\certs\\ca.crt'],
    ['cmd', '~\\my certs\\ca.crt', '"%USERPROFILE%\\my certs\\ca.crt"'],
    ['cmd', '~\\%PATH%\\ca.crt', undefined],
  ])('%s: %s', (shell, file, expected) => expect(quotePath(shell, file)).toBe(expected))

  it.skipIf(!hasBash)('is found by bash', () => {
    const file = quotePath('bash', "~/my 'own' $(id)/ca.crt")
    const run = spawnSync('bash', ['-c', `printf %s ${file}`], {
      encoding: 'utf8',
      env: { HOME: '/home/of-nobody' },
    })
    expect(run.stdout).toBe("/home/of-nobody/my 'own' $(id)/ca.crt")
  })
})
