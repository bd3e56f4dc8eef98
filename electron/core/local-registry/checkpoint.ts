import type { DurableStep } from '../files/durable-files.ts'

export type RegistryStep = DurableStep | 'ledger-written' | 'ledger-synced' | 'content-removed'

/** Told after each step that a crash must not undo; tests kill the process there. */
export type Checkpoint = (step: RegistryStep) => void
