import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../..')

/** Nothing to be shown by itself, each with the reason. */
const notShown: readonly string[] = [
  // Speaks, and is not seen.
  'components/announcer.tsx',
  // Hold what others show: every menu and every text of the gallery is in them.
  'components/menu-host.tsx',
  'components/code-view/code-editor.tsx',
  'components/code-view/plain-on-failure.tsx',
]

test('every component has its place in the gallery, once', () => {
  const components = globSync('components/**/*.tsx', { cwd: path.join(root, 'renderer') })
  const entries = globSync('gallery/entries/*.tsx', { cwd: root })
  const shown = entries.flatMap(file =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/\bof: '([^']+)'/g)].map(
      ([, of = '']) => of,
    ),
  )
  expect(components.length).toBeGreaterThan(60)
  expect(components.filter(file => !shown.includes(file)).toSorted()).toEqual(notShown.toSorted())
  expect(shown.filter((of, at) => shown.indexOf(of) !== at)).toEqual([])
  const files = new Set(
    globSync('{components,features}/**/*.tsx', { cwd: path.join(root, 'renderer') }),
  )
  expect(shown.filter(of => !files.has(of))).toEqual([])
})
