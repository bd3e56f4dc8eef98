import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const root = path.join(import.meta.dirname, '..', '..')

/** Who may import whom. A folder name allows that folder; `npm:x` a package; `node:` all of Node. First match rules. */
const layers: readonly { folder: string; may: readonly string[] }[] = [
  { folder: 'shared', may: ['shared', 'npm:zod', 'npm:semver'] },
  { folder: 'electron/core/json', may: ['electron/core/json'] },
  {
    folder: 'electron/core/async',
    may: ['electron/core/async', 'electron/core/ports', 'shared', 'node:'],
  },
  {
    folder: 'electron/core/files',
    may: ['electron/core/files', 'electron/core/ports', 'shared', 'node:'],
  },
  {
    folder: 'electron/core/http',
    may: [
      'electron/core/http',
      'electron/core/async',
      'electron/core/json',
      'electron/core/ports',
      'shared',
      'node:',
      'npm:undici',
    ],
  },
  {
    folder: 'electron/core/oci',
    may: [
      'electron/core/oci',
      'electron/core/http',
      'electron/core/async',
      'electron/core/json',
      'electron/core/ports',
      'shared',
      'node:',
      'npm:zod',
    ],
  },
  {
    folder: 'electron/core/vendors',
    may: [
      'electron/core/vendors',
      'electron/core/oci',
      'electron/core/http',
      'electron/core/async',
      'electron/core/files',
      'electron/core/json',
      'electron/core/ports',
      'shared',
      'node:',
      'npm:@smithy/signature-v4',
    ],
  },
  ...[
    'archive',
    'registries',
    'repositories',
    'versions',
    'transfers',
    'local-registry',
    'store',
  ].map(name => ({
    folder: `electron/core/${name}`,
    may: ['electron/core', 'shared', 'node:', 'npm:semver', 'npm:zod', 'npm:tar-stream'],
  })),
  { folder: 'electron/core', may: ['electron/core', 'shared', 'node:', 'npm:zod'] },
  {
    folder: 'electron/adapters',
    may: [
      'electron/adapters',
      'electron/core/ports',
      'electron/core/async',
      'shared',
      'node:',
      'npm:keytar',
      'npm:zod',
    ],
  },
  {
    folder: 'electron/registry',
    may: ['electron/registry', 'electron/core/files', 'electron/core/local-registry', 'node:'],
  },
  {
    folder: 'electron/parser',
    may: ['electron/parser', 'electron/core/archive', 'electron/core/parser', 'shared', 'node:'],
  },
  {
    folder: 'electron/desktop',
    may: [
      'electron/desktop',
      'electron/core',
      'electron/adapters',
      'shared',
      'node:',
      'npm:electron',
      'npm:zod',
    ],
  },
  {
    folder: 'electron/web',
    may: [
      'electron/web',
      'electron/core',
      'electron/adapters',
      'shared',
      'node:',
      'npm:ws',
      'npm:zod',
    ],
  },
  {
    folder: 'renderer/features',
    may: ['renderer/components', 'renderer/lib', 'renderer/host', 'shared', 'npm:'],
  },
  { folder: 'renderer', may: ['renderer', 'shared', 'npm:'] },
]

/** Packages of the main process that no page may load. */
const notInRenderer = ['electron', 'keytar', 'undici', 'ws', 'tar-stream']

const sourceFiles = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map(name => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter(name => /\.(ts|tsx)$/.test(name) && !name.includes('local-registry/samples/'))

const importPattern =
  /(?:^|\n)\s*(?:import|export)[^'"]*?from\s*'([^']+)'|import\(\s*'([^']+)'|(?:^|\n)import\s+'([^']+)'/g

const importsOf = (file: string): string[] => {
  const text = readFileSync(path.join(root, file), 'utf8')
  return [...text.matchAll(importPattern)].map(match => match[1] ?? match[2] ?? match[3] ?? '')
}

const resolveImport = (file: string, specifier: string): string => {
  if (specifier.startsWith('.'))
    return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))
  if (specifier.startsWith('node:')) return specifier
  return `npm:${specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')}`
}

const isAllowed = (target: string, may: readonly string[]): boolean =>
  may.some(allowed =>
    allowed === 'node:' || allowed === 'npm:'
      ? target.startsWith(allowed)
      : target === allowed || target.startsWith(`${allowed}/`) || target === `${allowed}.ts`,
  )

const files = ['shared', 'electron', 'renderer'].flatMap(sourceFiles)

describe('who may import whom', () => {
  it.each(layers.map(layer => [layer.folder, layer.may] as const))('%s', (folder, may) => {
    const mine = files.filter(
      file => layers.find(layer => file.startsWith(`${layer.folder}/`))?.folder === folder,
    )
    const wrong = mine.flatMap(file =>
      importsOf(file)
        .map(specifier => resolveImport(file, specifier))
        // A feature may import itself; another feature it may not.
        .filter(
          target => !(folder === 'renderer/features' && featureOf(target) === featureOf(file)),
        )
        .filter(target => !isAllowed(target, may))
        .map(target => `${file} → ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('every source file lies in a layer', () => {
    expect(
      files.filter(file => !layers.some(layer => file.startsWith(`${layer.folder}/`))),
    ).toEqual([])
  })

  it('the page loads nothing of the main process', () => {
    const wrong = files
      .filter(file => file.startsWith('renderer/') || file.startsWith('shared/'))
      .filter(file =>
        importsOf(file).some(name => notInRenderer.includes(name) || name.startsWith('node:')),
      )
    expect(wrong).toEqual([])
  })
})

const featureOf = (file: string) => /^renderer\/features\/([^/]+)/.exec(file)?.[1] ?? ''

describe('what only one file may do', () => {
  const users = (pattern: RegExp, folders = ['shared/', 'electron/', 'renderer/']) =>
    files.filter(
      file =>
        folders.some(folder => file.startsWith(folder)) &&
        pattern.test(readFileSync(path.join(root, file), 'utf8')),
    )

  it('keytar is imported by the keychain adapter alone', () => {
    expect(users(/['"]keytar['"]/)).toEqual(['electron/adapters/keychain.ts'])
  })
  it('no child process in the core', () => {
    expect(users(/node:child_process/, ['electron/core/'])).toEqual([])
  })
  it('windows are made in one place', () => {
    expect(users(/new (BrowserWindow|WebContentsView)\(/)).toEqual(['electron/desktop/window.ts'])
  })
  it.each([
    ['messages of a window', /\bipcMain\b/, ['electron/desktop/ipc-host.ts']],
    ['other programs, by a link or a file', /\bshell\.\w/, ['electron/desktop/desktop-port.ts']],
    ['nobody judges certificates for a page', /setCertificateVerifyProc/, []],
    ['nobody adds switches to Chromium', /appendSwitch|appendArgument/, []],
    ['nobody sends crash reports', /crashReporter/, []],
  ])('%s', (_what, pattern, allowed) => {
    expect(users(pattern, ['electron/'])).toEqual(allowed)
  })
  it('no markup from strings, no code from strings', () => {
    expect(
      users(
        /dangerouslySetInnerHTML|\.innerHTML|insertAdjacentHTML|executeJavaScript|new Function\(|\beval\(/,
      ),
    ).toEqual([])
  })
  it('no fetch in the core: blobs must not be un-gzipped', () => {
    expect(users(/(?<![.\w])fetch\(/, ['electron/core/'])).toEqual([])
  })
})
