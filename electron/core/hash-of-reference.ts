import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { closestRegistry } from '../../shared/model/closest-registry.ts'
import { placePath } from '../../shared/model/place-path.ts'
import { parseReference } from '../../shared/model/reference.ts'

/**
 * The place of an `oci://…` reference that another program handed over. Undefined for anything else, and for a
 * registry that is not saved: nobody but the user adds one, and looking at it would send a request to a stranger's
 * host (docs/threats.md, "The desktop's guards").
 */
export const hashOfReference = (
  text: string,
  registries: readonly Registry[],
): string | undefined => {
  const reference = text.startsWith('oci://') ? parseReference(text) : undefined
  const registry = reference && closestRegistry(registries, reference)
  if (!registry) return undefined
  const { repository, digest, tag } = reference
  return `#${placePath({ registryId: registry.id, repository, reference: digest ?? tag })}`
}
