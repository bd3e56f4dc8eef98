import type { PullPlan } from '../../../shared/ipc/schemas/transfers.ts'

/** Why there is no .prov to keep: the version has none, or it is not on this machine. */
export const noProvenanceKey = ({ fromCache }: PullPlan) =>
  fromCache === 'without-provenance' ? 'pull.provenanceNotHere' : 'pull.noProvenance'
