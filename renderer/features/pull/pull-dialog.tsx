import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Input } from '../../../shared/ipc/contract.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { call } from '../../lib/call.ts'
import { contractKey, useContractQuery } from '../../lib/contract-query.ts'
import { PullSheet } from './pull-sheet.tsx'

export type PullDialogProps = {
  /** The version to pull: its tag, and the digest its row shows. */
  version: Input<'pull.resolve'>
  onClose: () => void
}

/** Mounted while it is open. Resolves the tag to a digest, pulls by that digest, and shows what was found. */
export function PullDialog({ version, onClose }: PullDialogProps) {
  const { t } = useTranslation()
  const registries = useContractQuery('registries.list', {})
  // Asked anew by each dialog, and once: the moment of resolving is part of what is shown.
  const plan = useQuery({
    queryKey: contractKey('pull.resolve', version),
    queryFn: ({ signal }) => call('pull.resolve', version, { signal }),
    staleTime: Infinity,
    gcTime: 0,
  })
  const registry = registries.data?.registries.find(({ id }) => id === version.registryId)
  if (plan.data && registry)
    return <PullSheet plan={plan.data} registry={registry} onClose={onClose} />
  const name = version.repository.split('/').at(-1) ?? version.repository
  return (
    <Dialog
      title={t('pull.title', { name, version: '' }).trim()}
      width={748}
      onClose={onClose}
      buttons={<Button onClick={onClose}>{t('common.cancel')}</Button>}
    >
      <QueryView query={plan} slow={t('pull.resolving')}>
        {() => null}
      </QueryView>
    </Dialog>
  )
}
