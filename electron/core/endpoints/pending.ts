import { AppError } from '../../../shared/errors.ts'
import type { Endpoints } from '../dispatcher.ts'

type PendingMethods =
  | 'registries.certificate'
  | 'registries.setConnection'
  | 'registries.renew'
  | 'registries.renewalCommand'
  | 'registries.helmSignInPlan'
  | 'registries.signInHelm'

const refuse = () => {
  throw new AppError('unsupported', 'not-available-here')
}

/** Methods whose service is not put together yet. */
export const pendingEndpoints: Pick<Endpoints, PendingMethods> = {
  'registries.certificate': refuse,
  'registries.setConnection': refuse,
  'registries.renew': refuse,
  'registries.renewalCommand': refuse,
  'registries.helmSignInPlan': refuse,
  'registries.signInHelm': refuse,
}
