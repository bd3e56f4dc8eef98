import type { Charts } from '../charts/charts.ts'
import type { Endpoints } from '../dispatcher.ts'

type ChartMethods = Extract<keyof Endpoints, `charts.${string}`>

export const createChartEndpoints = (charts: Charts): Pick<Endpoints, ChartMethods> => ({
  'charts.read': ({ source }, { signal }) => charts.read(source, signal),
  'charts.manifest': (location, { signal }) => charts.manifest(location, signal),
  'charts.file': (input, { signal }) => charts.file(input, signal),
  'charts.image': (input, { signal }) => charts.image(input, signal),
  'charts.saveFile': (input, { signal }) => charts.saveFile(input, signal),
})
