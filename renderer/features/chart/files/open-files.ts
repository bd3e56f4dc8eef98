import type { ViewMemory } from '../../../components/code-view/view-memory.ts'

/** What is open and unfolded in the files of a chart, whatever its version. */
export type OpenFiles = {
  readonly openKey: string | undefined
  readonly unfolded: ReadonlySet<string>
  /** Looked for from elsewhere: scrolled to, and given the focus, when the files are next shown. */
  readonly revealed?: string
}

const memoryName = 'files'
const atFirst: OpenFiles = { openKey: undefined, unfolded: new Set(['templates/']) }

export const readOpenFiles = (memory: ViewMemory): OpenFiles =>
  (memory.get(memoryName) as OpenFiles | undefined) ?? atFirst

export const keepOpenFiles = (memory: ViewMemory, files: OpenFiles): void =>
  void memory.set(memoryName, files)

/** Opens a file of the archive itself, or unfolds a folder, with the folders it lies in. */
export const revealFile = (memory: ViewMemory, path: string): void => {
  const before = readOpenFiles(memory)
  const folders = path.split('/').map((_, at, all) => `${all.slice(0, at + 1).join('/')}/`)
  keepOpenFiles(memory, {
    openKey: path,
    unfolded: new Set([...before.unfolded, ...folders]),
    revealed: path,
  })
}
