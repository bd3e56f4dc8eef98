import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { makeFolder } from '../files/make-folder.ts'
import { isFile } from './own-files.ts'

/** What a folder of ours is for. */
export type FolderKind = {
  /** As its mark says it. */
  readonly name: string
  /** Whether a version that made no mark yet has made it. */
  isOld(folder: string): boolean
}

/** Names the folder and says what to do: for whoever chose it. */
export class ForeignFolderError extends Error {}

export const markName = 'chartroom-folder.txt'

const firstLine = 'Chartroom keeps its data in this folder, and deletes what it no longer needs.'

/** What a system leaves in every folder it shows. */
const ofTheSystem = new Set(['.DS_Store', 'desktop.ini', 'Thumbs.db', 'lost+found'])

/**
 * Makes a folder ours, which from then on may be swept: an empty one or a new one, which gets a mark, or one that is
 * ours already. One with anything else in it is refused, untouched. An old one gets its mark from `markFolder`, when
 * what it holds was brought into order.
 */
export const claimFolder = (folder: string, kind: FolderKind): void => {
  makeFolder(folder)
  const marked = markOf(folder)
  if (marked === undefined && kind.isOld(folder)) return
  if (marked === undefined && !isEmpty(folder)) throw foreign(folder)
  if (marked === undefined) return markFolder(folder, kind)
  if (marked !== '' && marked !== kind.name) throw otherKind(folder, marked)
}

export const isMarked = (folder: string): boolean => markOf(folder) !== undefined

export const markFolder = (folder: string, { name }: FolderKind): void =>
  writeFileSync(path.join(folder, markName), `${firstLine}\nkind: ${name}\n`, {
    mode: 0o600,
    flush: true,
  })

/** The kind that the mark tells; empty for a mark that a power cut left without its text. */
const markOf = (folder: string): string | undefined => {
  const file = path.join(folder, markName)
  if (!isFile(file)) return undefined
  const text = readFileSync(file, 'utf8')
  if (text !== '' && !text.startsWith(firstLine)) return undefined
  return /^kind: (.*)$/m.exec(text)?.[1] ?? ''
}

const isEmpty = (folder: string) => readdirSync(folder).every(name => ofTheSystem.has(name))

const foreign = (folder: string) =>
  new ForeignFolderError(
    `Chartroom cannot keep its data in ${folder}: there are other files in it. Choose an empty folder or a new one.`,
  )

const otherKind = (folder: string, kind: string) =>
  new ForeignFolderError(
    `${folder} is the ${kind} folder of Chartroom, which has another form. Choose another folder.`,
  )
