import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

type Room = {
  readonly room: string
  readonly below: readonly string[]
  readonly package?: string
}

/**
 * The rooms of the floors below the services, from the ground up: each may import those that it names, all of them
 * further up in this list, beside the ports, `shared/model`, the errors and Node.
 */
const rooms: readonly Room[] = [
  { room: 'json', below: [] },
  { room: 'async', below: [] },
  { room: 'files', below: [] },
  { room: 'http/base', below: [] },
  { room: 'http/tls', below: ['http/base'] },
  { room: 'http/proxy', below: ['http/base', 'http/tls'] },
  {
    room: 'http/connect',
    below: ['http/base', 'http/tls', 'http/proxy', 'async'],
    package: 'npm:undici',
  },
  { room: 'http', below: ['http/base', 'http/tls', 'http/proxy', 'http/connect', 'json'] },
  { room: 'oci/base', below: ['http/base'] },
  { room: 'oci/dictionary', below: ['oci/base', 'http/base', 'json'] },
  { room: 'oci/auth', below: ['oci/base', 'oci/dictionary', 'http/base', 'async', 'json'] },
  { room: 'oci/exchange', below: ['oci/base', 'oci/dictionary', 'oci/auth', 'http/base'] },
  {
    room: 'oci/listing',
    below: ['oci/base', 'oci/dictionary', 'oci/exchange', 'http/base', 'async', 'json'],
  },
  {
    room: 'oci/manifests',
    below: ['oci/base', 'oci/dictionary', 'oci/exchange', 'oci/listing', 'http/base', 'json'],
  },
  {
    room: 'oci/blobs',
    below: [
      'oci/base',
      'oci/dictionary',
      'oci/auth',
      'oci/exchange',
      'oci/manifests',
      'http',
      'http/base',
    ],
  },
  {
    room: 'oci',
    below: [
      'oci/base',
      'oci/dictionary',
      'oci/auth',
      'oci/exchange',
      'oci/listing',
      'oci/manifests',
      'oci/blobs',
      'http',
      'http/base',
      'http/connect',
    ],
  },
  { room: 'vendors/aws', below: ['files'], package: 'npm:@smithy/signature-v4' },
  {
    room: 'vendors',
    below: [
      'vendors/aws',
      'oci',
      'oci/base',
      'oci/auth',
      'oci/exchange',
      'oci/listing',
      'http/base',
      'json',
    ],
  },
]

const root = path.join(import.meta.dirname, '..', '..')

/** What every service may stand on. */
const floors = [
  'ports',
  'json',
  'async',
  'files',
  'folders',
  'store',
  'events',
  'decision-needed',
  'http',
  'oci',
  'vendors',
  'archive',
  'helm',
  'parser',
]

/** Which other services each service may ask. It may import the floors as well, and nothing else of the core. */
const services: Readonly<Record<string, readonly string[]>> = {
  'sign-in-sources': [],
  'sign-ins': ['sign-in-sources'],
  'connection-settings': ['sign-ins'],
  registries: ['sign-in-sources', 'sign-ins', 'connection-settings'],
  capabilities: ['registries'],
  doctor: ['registries', 'connection-settings'],
  versions: ['registries'],
  catalog: ['registries', 'capabilities', 'versions'],
  transfers: ['registries', 'versions'],
  charts: ['registries', 'versions'],
  'local-registry': ['http-server'],
}

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
  {
    folder: 'electron/core/helm',
    may: [
      'electron/core/helm',
      'electron/core/archive',
      'electron/core/oci/manifests',
      'electron/core/json',
      'shared',
      'node:',
      'npm:semver',
    ],
  },
  {
    folder: 'electron/core/archive',
    may: [
      'electron/core/archive',
      'electron/core/async',
      'electron/core/ports',
      'shared',
      'node:',
      'npm:semver',
      'npm:zod',
    ],
  },
  {
    folder: 'electron/core/folders',
    may: ['electron/core/folders', 'electron/core/files', 'shared', 'node:'],
  },
  {
    folder: 'electron/core/store',
    may: [
      'electron/core/store',
      'electron/core/folders',
      'electron/core/files',
      'electron/core/ports',
      'shared',
      'node:',
      'npm:zod',
    ],
  },
  { folder: 'electron/core/events', may: ['electron/core/ports', 'shared'] },
  {
    folder: 'electron/core/http-server',
    may: ['electron/core/http-server', 'node:'],
  },
  ...Object.entries(services).map(([name, others]) => ({
    folder: `electron/core/${name}`,
    may: [
      ...[name, ...others, ...floors].map(room => `electron/core/${room}`),
      'shared',
      'node:',
      'npm:zod',
    ],
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
    may: [
      'renderer/actions',
      'renderer/components',
      'renderer/lib',
      'renderer/host',
      'shared',
      'npm:',
    ],
  },
  {
    folder: 'renderer/actions',
    may: ['renderer/actions', 'renderer/components', 'renderer/lib', 'shared', 'npm:'],
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

  it.each(rooms)('core/$room, of the floors below the services', row => {
    const { room, below } = row
    const may = new Set([room, ...below].map(name => `electron/core/${name}`))
    const wrong = files
      .filter(file => path.posix.dirname(file) === `electron/core/${room}`)
      .flatMap(file => importsOf(file).map(specifier => resolveImport(file, specifier)))
      .filter(
        target =>
          !may.has(path.posix.dirname(target)) &&
          !/^(?:node:|shared\/model\/|shared\/error|electron\/core\/ports\.ts$)/.test(target) &&
          target !== row.package,
      )
    expect(wrong).toEqual([])
    // Nothing can go round in a circle then.
    const above = rooms.slice(0, rooms.indexOf(row)).map(other => other.room)
    expect(below.filter(name => !above.includes(name))).toEqual([])
  })
  it('every folder of the floors below the services has its row', () => {
    const named = new Set(rooms.map(({ room }) => `electron/core/${room}`))
    const lower = ['json', 'async', 'files', 'http', 'oci', 'vendors']
    expect(
      files.filter(
        file =>
          lower.some(floor => file.startsWith(`electron/core/${floor}/`)) &&
          !named.has(path.posix.dirname(file)),
      ),
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

/** Each node once, the members of a circle together. */
const circles = (graph: ReadonlyMap<string, ReadonlySet<string>>): string[][] => {
  const reaches = (from: string, wanted: string): boolean => {
    const seen = new Set<string>()
    const next = [...(graph.get(from) ?? [])]
    for (let node = next.pop(); node !== undefined; node = next.pop()) {
      if (node === wanted) return true
      if (seen.has(node)) continue
      seen.add(node)
      next.push(...(graph.get(node) ?? []))
    }
    return false
  }
  const inCircle = [...graph.keys()].filter(node => reaches(node, node))
  const found: string[][] = []
  for (const node of inCircle) {
    const known = found.find(([first = '']) => reaches(first, node) && reaches(node, first))
    if (known) known.push(node)
    else found.push([node])
  }
  return found
}

const graphOf = (edges: Iterable<readonly [string, string]>) => {
  const graph = new Map<string, Set<string>>()
  for (const [from, to] of edges) graph.set(from, (graph.get(from) ?? new Set()).add(to))
  return graph
}

/** The two folders that stand side by side where the paths of two files part; none where one lies above the other. */
const foldersApart = (from: string, to: string): [string, string] | undefined => {
  const [one, other] = [from.split('/'), to.split('/')]
  const at = one.findIndex((name, index) => name !== other[index])
  if (at === -1 || at >= one.length - 1 || at >= other.length - 1) return undefined
  return [one.slice(0, at + 1).join('/'), other.slice(0, at + 1).join('/')]
}

describe('nothing goes round in a circle', () => {
  const known = new Set(files)
  const edges = files.flatMap(file =>
    importsOf(file)
      .map(specifier => resolveImport(file, specifier))
      .filter(target => known.has(target))
      .map(target => [file, target] as const),
  )

  it('no files', () => {
    expect(edges.length).toBeGreaterThan(1000)
    expect(circles(graphOf(edges))).toEqual([])
  })
  it('no folders that stand side by side', () => {
    const apart = edges.flatMap(([from, to]) => {
      const pair = foldersApart(from, to)
      return pair ? [pair] : []
    })
    expect(circles(graphOf(apart))).toEqual([])
  })
  it('finds a circle where there is one', () => {
    const round = graphOf([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['d', 'a'],
    ])
    expect(circles(round)).toEqual([['a', 'b', 'c']])
    expect(foldersApart('x/a/one.ts', 'x/b/c/two.ts')).toEqual(['x/a', 'x/b'])
    expect(foldersApart('x/a/one.ts', 'x/a/b/two.ts')).toBeUndefined()
    expect(foldersApart('x/a/b/one.ts', 'x/two.ts')).toBeUndefined()
  })
})

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
  it('the page takes types of the border alone: zod makes code, which its security policy forbids', () => {
    const schemas =
      /^(?:import|export) (?!type\b)[^'";]*from '[^']*shared\/ipc\/(?:schemas\/|contract\.ts)/m
    expect(users(schemas, ['renderer/'])).toEqual([])
  })
  it('the app is put together in one pass: nobody is told of a listener afterwards', () => {
    expect(users(/\.on[A-Z]\w*\(/, ['electron/core/app.ts'])).toEqual([])
  })
  it('no fetch in the core: blobs must not be un-gzipped', () => {
    expect(users(/(?<![.\w])fetch\(/, ['electron/core/'])).toEqual([])
  })
})
