import type { EndpointsOf } from '../dispatcher.ts'
import type { Pulls } from '../transfers/transfers.ts'

export const createPullEndpoints = (pulls: Pulls): EndpointsOf<'pull'> => ({
  'pull.resolve': (input, { signal }) => pulls.resolve(input, signal),
  'pull.start': (input, { signal }) => pulls.start(input, signal),
})
