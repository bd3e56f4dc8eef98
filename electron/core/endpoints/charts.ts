import type { Charts } from '../charts/charts.ts'
import type { EndpointsOf } from '../dispatcher.ts'

export const createChartEndpoints = (charts: Charts): EndpointsOf<'charts'> => ({
  'charts.read': ({ source }, { signal }) => charts.read(source, signal),
  'charts.manifest': (location, { signal }) => charts.manifest(location, signal),
  'charts.file': (input, { signal }) => charts.file(input, signal),
  'charts.image': (input, { signal }) => charts.image(input, signal),
  'charts.saveFile': (input, { signal }) => charts.saveFile(input, signal),
})
