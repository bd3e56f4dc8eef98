import type { Target } from '../../../shared/ipc/schemas/transfers.ts'

/** The user wants to push a chart there. */
export type OnPush = (target: Target) => void
