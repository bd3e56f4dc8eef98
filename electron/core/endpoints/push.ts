import type { EndpointsOf } from '../dispatcher.ts'
import type { Pushes } from '../transfers/transfers.ts'

export const createPushEndpoints = (pushes: Pushes): EndpointsOf<'push'> => ({
  'push.review': (input, context) => pushes.review(input, context),
  'push.start': (input, { signal }) => pushes.start(input, signal),
})
