import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import { noticesName } from '../../shared/built-files.ts'

export type ThirdParty = {
  readonly name: string
  readonly version: string
  readonly license: string
  /** Licence and notice files, as they lie in the package. */
  readonly texts: readonly string[]
}

const noticeFile =
  /^(?:licen[cs]e|copying|notice|third.?party.?notices)(?:[-.][\w-]+)?(?:\.(?:md|txt))?$/i

/** Folder of the package that a bundled module comes from; undefined for our own. */
export const packageOf = (moduleId: string): string | undefined => {
  const [file = ''] = moduleId.replace(/^\0+/, '').split('?')
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(file)?.[0]
}

/** What a package says of its licence. Throws where that cannot be told: then somebody has to find out before it ships. */
export const readThirdParty = (folder: string): ThirdParty => {
  const { name, version, license, author } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  )
  const texts = readdirSync(folder)
    .filter(file => noticeFile.test(file))
    .toSorted()
    .map(file => readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n'))
    .map(text => text.replace(/^\n+|\s+$/g, ''))
  if (typeof license !== 'string') throw new Error(`${name} ${version} names no licence`)
  if (texts.length > 0) return { name, version, license, texts }
  const holder = typeof author === 'string' ? author : author?.name
  if (license !== 'MIT' || typeof holder !== 'string') {
    throw new Error(`${name} ${version} (${license}) brings no text of its licence`)
  }
  return { name, version, license, texts: [mitText(holder)] }
}

// Several small packages name the licence and leave its text out.
const mitText = (holder: string) => `Copyright (c) ${holder.replace(/\s*<[^>]*>/, '')}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

const rule = '─'.repeat(80)

/** One chapter for each, by name. */
export const formatNotices = (parties: readonly ThirdParty[]): string =>
  [
    'Chartroom contains the work of others, under these licences. Electron brings its own beside its program.',
    ...parties
      .toSorted((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1))
      .map(
        ({ name, version, license, texts }) =>
          `${rule}\n${name} ${version}, ${license}\n${rule}\n\n${texts.join('\n\n')}`,
      ),
    '',
  ].join('\n\n')

/** The fonts of the window, which are no packages. */
const readFonts = (folder: string): ThirdParty[] =>
  readdirSync(folder)
    .filter(file => file.endsWith('-OFL.txt'))
    .map(file => ({
      name: `Font ${file.replace(/-OFL\.txt$/, '')}`,
      version: 'as bundled',
      license: 'OFL-1.1',
      texts: [readFileSync(path.join(folder, file), 'utf8').trim()],
    }))

type Options = {
  readonly out: string
  readonly fonts: string
  /** Packages that are shipped without being bundled. */
  readonly unbundled: readonly string[]
}

/**
 * Plugins for the bundles of one build: each notes the packages that really went into its own, and writes what all have
 * noted so far, so that the last one writes the whole.
 */
export const createNotices = ({ out, fonts, unbundled }: Options): (() => Plugin) => {
  const folders = new Set(unbundled)
  return () => ({
    name: 'chartroom:third-party-notices',
    generateBundle: (_options, bundle) => {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        for (const [id, { renderedLength }] of Object.entries(chunk.modules)) {
          const folder = renderedLength > 0 ? packageOf(id) : undefined
          if (folder !== undefined && existsSync(path.join(folder, 'package.json')))
            folders.add(folder)
        }
      }
    },
    writeBundle: () => {
      const parties = [...[...folders].map(readThirdParty), ...readFonts(fonts)]
      const unique = [
        ...new Map(parties.map(party => [`${party.name}@${party.version}`, party])).values(),
      ]
      writeFileSync(path.join(out, noticesName), formatNotices(unique))
    },
  })
}
