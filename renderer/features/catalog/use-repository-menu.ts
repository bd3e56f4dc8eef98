import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { VersionSubject } from '../../actions/subjects.ts'
import { menuItem, useActions } from '../../actions/use-actions.ts'
import type { MenuItem } from '../../components/menu.tsx'
import { loadRepositories, useKnownRepositories } from '../../lib/repository-details.ts'

export type MenuRepository = { registry: Registry; name: string; isKept: boolean }

const notSelected = { hasKeys: false }

/**
 * What can be done with a repository. Acts on a version name it: the newest, which is asked for when the menu opens
 * (`ask`).
 */
export const useRepositoryMenu = (of: MenuRepository | undefined) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const action = useActions()
  const { byName } = useKnownRepositories(of?.registry.id ?? '')
  const ask = ({ registry, name }: MenuRepository) => {
    const signal = AbortSignal.timeout(10_000)
    // The menu says what it waits for; a failure is said where the repository is opened.
    loadRepositories(client, { registryId: registry.id, repositories: [name], signal }).catch(
      () => undefined,
    )
  }
  const newestOf = ({ registry, name }: MenuRepository): VersionSubject => {
    const known = byName.get(name)
    const latest = known?.state === 'known' ? known.details.latest : undefined
    const subject = { registry, repository: name, name: undefined }
    if (latest?.kind !== 'chart')
      return { ...subject, reason: t(latest ? 'catalog.notAChart' : 'catalog.latestNotKnown') }
    const { tag, digest, version } = latest
    return { ...subject, name: version, tag, digest, version, kind: 'chart' }
  }
  const itemsOf = (of: MenuRepository): MenuItem[] => {
    const { registry, name } = of
    const newest = newestOf(of)
    const subject = { ...of, isFailed: byName.get(name)?.state === 'failed' }
    const forget = menuItem(action('forgetRepository', subject))
    return [
      ...menuItem(action('openRepository', subject)),
      ...menuItem(action('pull', newest), notSelected),
      ...menuItem(action('pushHere', { registry, path: name.split('/').slice(0, -1).join('/') })),
      'separator',
      ...menuItem(action('copyRepositoryReference', subject)),
      ...menuItem(action('copyInstallCommand', newest), notSelected),
      'separator',
      ...menuItem(action('openDoctorOf', subject)),
      ...(forget.length > 0 ? (['separator', ...forget] as const) : []),
    ]
  }
  return { items: of ? itemsOf(of) : [], ask }
}
