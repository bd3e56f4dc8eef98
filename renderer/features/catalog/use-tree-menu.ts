import { useTranslation } from 'react-i18next'
import { formatReference } from '../../../shared/model/reference.ts'
import type { MenuItem } from '../../components/menu.tsx'
import { announce } from '../../lib/announce.ts'
import { useContractMutation } from '../../lib/contract-query.ts'
import { copyText } from '../../lib/copy-text.ts'
import { useOverlay } from '../../lib/overlay.tsx'
import { useGoTo } from '../../lib/place.ts'
import { useSignOut } from '../../lib/use-sign-out.ts'
import type { TreeRow } from './tree.ts'

const referenceOf = (row: TreeRow): string => {
  const { host, path } = row.registry
  if (row.kind === 'registry' || row.kind === 'note')
    return path === '' ? `oci://${host}` : `oci://${host}/${path}`
  return formatReference({ host, repository: row.path })
}

/** What can be done with a line: sign-in, name and place in the sidebar for registries, copy for all. */
export const useTreeMenu = (): ((row: TreeRow) => MenuItem[]) => {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const goTo = useGoTo()
  const signOut = useSignOut()
  const forget = useContractMutation('repositories.forget')
  return row => {
    const registryId = row.registry.id
    const copy: MenuItem = {
      label: t('catalog.menu.copy'),
      icon: 'copy',
      onSelect: () =>
        void copyText(referenceOf(row)).then(
          () => announce(t('common.copied')),
          () => announce(t('common.refused')),
        ),
    }
    const items: MenuItem[] = [copy]
    if (row.kind === 'registry') {
      items.push(
        {
          label: t('catalog.menu.about'),
          icon: 'server',
          onSelect: () => goTo({ kind: 'registry', registryId, namespace: '', view: 'about' }),
        },
        {
          label: t('catalog.menu.doctor'),
          icon: 'pulse',
          onSelect: () => goTo({ kind: 'registry', registryId, namespace: '', view: 'doctor' }),
        },
        'separator',
      )
      items.push({
        label: t('catalog.menu.rename'),
        icon: 'edit',
        onSelect: () => open({ kind: 'rename-registry', registryId }),
      })
      if (row.registry.kind === 'local')
        items.push({
          label: t('catalog.menu.localPassword'),
          icon: 'key',
          onSelect: () => open({ kind: 'local-password' }),
        })
      else
        items.push({
          label: t(
            row.registry.signIn.kind === 'user'
              ? 'catalog.menu.changeSignIn'
              : 'catalog.menu.signIn',
          ),
          icon: 'key',
          onSelect: () => open({ kind: 'sign-in', registryId }),
        })
      if (row.registry.signIn.kind === 'user' && row.registry.kind === 'remote')
        items.push(
          {
            label: t('catalog.menu.signInHelm'),
            icon: 'link',
            onSelect: () => open({ kind: 'sign-in-helm', registryId }),
          },
          {
            label: t('catalog.menu.signOut'),
            icon: 'signOut',
            onSelect: () => signOut.mutate({ registryId }),
          },
        )
      items.push('separator', {
        label: t('catalog.menu.remove'),
        icon: 'trash',
        tone: 'bad',
        onSelect: () => open({ kind: 'remove-registry', registryId }),
      })
    }
    if (row.kind === 'repository')
      items.push({
        label: t('catalog.menu.doctorOf'),
        icon: 'pulse',
        onSelect: () =>
          goTo({
            kind: 'registry',
            registryId,
            namespace: '',
            view: 'doctor',
            subject: row.path,
          }),
      })
    if (row.kind === 'repository' && row.isKept)
      items.push('separator', {
        label: t('catalog.menu.forget'),
        icon: 'close',
        onSelect: () => forget.mutate({ registryId, repository: row.path }),
      })
    return items
  }
}
