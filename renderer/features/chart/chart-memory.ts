import type { ChartSource } from '../../../shared/ipc/schemas/charts.ts'
import type { ViewMemory } from '../../components/code-view/view-memory.ts'

/** One chart, whatever its version: what is remembered for one version serves the next. */
const chartKey = (source: ChartSource): string =>
  source.from === 'draft' ? source.draftId : `${source.registryId}/${source.repository}`

/** Charts whose places are kept; the oldest goes. */
const mostCharts = 50
const memories = new Map<string, ViewMemory>()

/** Where the texts of a chart were scrolled to. */
export const chartMemory = (source: ChartSource): ViewMemory => {
  const key = chartKey(source)
  const memory: ViewMemory = memories.get(key) ?? new Map<string, unknown>()
  memories.delete(key)
  memories.set(key, memory)
  const oldest = memories.keys().next()
  if (memories.size > mostCharts && !oldest.done) memories.delete(oldest.value)
  return memory
}
