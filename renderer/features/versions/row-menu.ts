import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { toVersionRow } from '../../../shared/model/version.ts'
import type { VersionSubject } from '../../actions/subjects.ts'
import { menuItem, type useActions } from '../../actions/use-actions.ts'
import type { MenuItem } from '../../components/menu.tsx'
import type { VersionDetails } from '../../lib/version-details.ts'
import type { IsHere } from './use-archives-here.ts'

type Row = {
  registry: Registry
  repository: string
  tag: string
  details: VersionDetails | undefined
  here: IsHere | undefined
}

/** The version of a row, as actions take it. */
export const rowSubject = ({ registry, repository, tag, details, here }: Row): VersionSubject => {
  const digest = details?.digest
  return {
    registry,
    repository,
    name: toVersionRow(tag).version,
    tag,
    digest,
    kind: details?.kind,
    version: details?.version,
    isHere: digest === undefined ? undefined : here?.(digest),
  }
}

/** What can be done with one version. */
export const rowMenu = (row: VersionSubject, action: ReturnType<typeof useActions>): MenuItem[] => {
  const install = action('copyInstallCommand', row)
  return [
    ...menuItem(action('pull', row)),
    'separator',
    ...menuItem(action('copyDigestReference', row)),
    ...menuItem(action('copyTagReference', row)),
    // The row says of what.
    ...menuItem(install && { ...install, label: install.name }),
    ...menuItem(action('copyDockerPull', row)),
    ...menuItem(action('copyDigest', row)),
  ]
}
