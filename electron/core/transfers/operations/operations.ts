import type { OperationTable } from '../engine/start-operation.ts'
import { createPullOperation } from './pull.ts'
import { createPushOperation } from './push.ts'

type Deps = Parameters<typeof createPullOperation>[0] & Parameters<typeof createPushOperation>[0]

/** Everything that moves something: one row for each kind. */
export const createOperations = (deps: Deps) =>
  ({
    push: createPushOperation(deps),
    pull: createPullOperation(deps),
  }) satisfies OperationTable
