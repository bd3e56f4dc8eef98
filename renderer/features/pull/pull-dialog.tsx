import { useQuery } from '@tanstack/react-query'
import type { Input } from '../../../shared/ipc/contract.ts'
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
  const registries = useContractQuery('registries.list', {})
  // Asked anew by each dialog, and once: the moment of resolving is part of what is shown.
  const plan = useQuery({
    queryKey: contractKey('pull.resolve', version),
    queryFn: ({ signal }) => call('pull.resolve', version, { signal }),
    staleTime: Infinity,
    gcTime: 0,
  })
  const registry = registries.data?.registries.find(({ id }) => id === version.registryId)
  return (
    <PullSheet
      name={version.repository.split('/').at(-1) ?? version.repository}
      resolving={plan}
      registry={registry}
      onClose={onClose}
    />
  )
}
