import { useCallback } from 'react'
import { closestRegistry } from '../../shared/model/closest-registry.ts'
import type { Reference } from '../../shared/model/reference.ts'
import { useContractQuery } from './contract-query.ts'
import { useOverlay } from './overlay.tsx'
import { useGoTo, type Place } from './place.ts'

/** Where a reference lies in a registry. */
export const placeOfReference = (registryId: string, reference: Reference): Place => {
  const { repository } = reference
  const version = reference.digest ?? reference.tag
  return version === undefined
    ? { kind: 'repository', registryId, repository }
    : { kind: 'version', registryId, repository, reference: version }
}

/** Opens a pasted reference; where its registry is not added yet, the dialog that adds it comes first. */
export const useOpenReference = (): ((reference: Reference) => void) => {
  const registries = useContractQuery('registries.list', {}).data?.registries
  const { open } = useOverlay()
  const goTo = useGoTo()
  return useCallback(
    reference => {
      const closest = closestRegistry(registries ?? [], reference)
      if (closest) goTo(placeOfReference(closest.id, reference))
      // Not before the key that asked for it is over: its Enter would submit the dialog that takes the focus.
      else
        setTimeout(() =>
          open({ kind: 'add-registry', address: reference.host, thenOpen: reference }),
        )
    },
    [registries, open, goTo],
  )
}
