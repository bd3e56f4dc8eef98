import type { ChartSource } from '../../../shared/ipc/schemas/charts.ts'
import type { ViewMemory } from '../../components/code-view/view-memory.ts'
import { readViewState } from '../../lib/view-state.ts'

/** One chart, whatever its version: what is remembered for one version serves the next. */
export const chartPlace = (source: ChartSource): string =>
  source.from === 'draft' ? source.draftId : `${source.registryId}/${source.repository}`

/** Where the texts of a chart were scrolled to. */
export const chartMemory = (source: ChartSource): ViewMemory =>
  readViewState('chart.scroll', chartPlace(source))
