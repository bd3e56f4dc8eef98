import { changeViewState } from '../../../lib/view-state.ts'

/** Opens a file of the archive itself, or unfolds a folder, with the folders it lies in. */
export const revealFile = (chart: string, path: string): void => {
  const folders = path.split('/').map((_, at, all) => `${all.slice(0, at + 1).join('/')}/`)
  changeViewState('chart.files', chart, ({ unfolded }) => ({
    openKey: path,
    unfolded: new Set([...unfolded, ...folders]),
    revealed: path,
  }))
}
