import type { EndpointsOf } from '../dispatcher.ts'
import type { Desktop } from '../ports.ts'
import type { Drafts } from '../transfers/user-files/drafts.ts'

export const createDraftEndpoints = (
  drafts: Drafts,
  desktop: Desktop | undefined,
): EndpointsOf<'drafts'> => ({
  'drafts.open': ({ tokens }, { signal }) => drafts.redeem(tokens, signal),
  'drafts.choose': async (_input, { signal }) =>
    drafts.openPaths((await desktop?.chooseCharts()) ?? [], signal),
  'drafts.removeProvenance': async ({ draftId }) => ({
    draft: await drafts.removeProvenance(draftId),
  }),
  'drafts.discard': async ({ draftIds }) => {
    await drafts.discard(draftIds)
    return {}
  },
})
