import { useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { MenuItem } from '../../components/menu.tsx'
import { formatClock } from '../../lib/formats.ts'
import { useOverlay } from '../../lib/overlay.tsx'
import { useGoTo } from '../../lib/place.ts'
import { quietUntilMs } from '../../lib/quiet.ts'
import { refreshRegistry } from '../../lib/refresh-registry.ts'
import { useCopied } from '../../lib/use-copied.ts'
import { useSignOut } from '../../lib/use-sign-out.ts'
import type { OnPush } from './on-push.ts'
import { pushRefusal } from './push-refusal.ts'
import type { TreeRow } from './tree.ts'
import { useRepositoryMenu } from './use-repository-menu.ts'

const pathOf = (row: TreeRow): string => (row.kind === 'namespace' ? row.path : row.registry.path)

const repositoryOf = (row: TreeRow | undefined) =>
  row?.kind === 'repository'
    ? { registry: row.registry, name: row.path, isKept: row.isKept }
    : undefined

const refreshRefusal = (t: TFunction, registry: Registry): string | undefined => {
  const untilMs = quietUntilMs(registry)
  return untilMs === undefined
    ? undefined
    : t('catalog.menu.refreshLimited', { host: registry.host, time: formatClock(untilMs) })
}

/** Its sign-in, in the words of what it has. */
const useSignInItems = () => {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const signOut = useSignOut()
  return ({ id: registryId, kind, signIn }: Registry): MenuItem[] => {
    if (kind === 'local')
      return [
        {
          label: t('catalog.menu.localPassword'),
          icon: 'key',
          onSelect: () => open({ kind: 'local-password' }),
        },
      ]
    const isSignedIn = signIn.kind === 'user'
    const change: MenuItem = {
      label: t(isSignedIn ? 'catalog.menu.changeSignIn' : 'catalog.menu.signIn'),
      icon: 'key',
      onSelect: () => open({ kind: 'sign-in', registryId }),
    }
    if (!isSignedIn) return [change]
    return [
      change,
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
    ]
  }
}

type Acts = { onPush: OnPush; collapseAll: () => void }

/** What can be done with the line whose menu is open: one menu for all lines. */
export const useTreeMenu = ({ onPush, collapseAll }: Acts) => {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const goTo = useGoTo()
  const client = useQueryClient()
  const [, copy] = useCopied()
  const signInItems = useSignInItems()
  const [row, setRow] = useState<TreeRow>()
  const repository = repositoryOf(row)
  const menu = useRepositoryMenu(repository, onPush)

  const registryItems = (registry: Registry): MenuItem[] => {
    const registryId = registry.id
    const view = (name: 'about' | 'doctor') => () =>
      goTo({ kind: 'registry', registryId, namespace: '', view: name })
    return [
      'separator',
      { label: t('catalog.menu.about'), icon: 'server', onSelect: view('about') },
      { label: t('catalog.menu.doctor'), icon: 'pulse', onSelect: view('doctor') },
      'separator',
      {
        label: t('catalog.menu.rename'),
        icon: 'edit',
        onSelect: () => open({ kind: 'rename-registry', registryId }),
      },
      ...signInItems(registry),
      'separator',
      {
        label: t('catalog.menu.remove'),
        icon: 'trash',
        tone: 'bad',
        onSelect: () => open({ kind: 'remove-registry', registryId }),
      },
    ]
  }
  /** What registries and their namespaces have in common. */
  const placeItems = (place: TreeRow): MenuItem[] => {
    const { registry } = place
    const path = pathOf(place)
    return [
      {
        label: t('catalog.menu.push'),
        icon: 'upload',
        disabledReason: pushRefusal(t, registry),
        onSelect: () => onPush({ registryId: registry.id, namespace: path }),
      },
      {
        label: t('catalog.menu.copy'),
        icon: 'copy',
        onSelect: () => copy(`oci://${registry.host}${path === '' ? '' : `/${path}`}`),
      },
      {
        label: t('shell.refresh'),
        icon: 'refresh',
        disabledReason: refreshRefusal(t, registry),
        onSelect: () => refreshRegistry(client, registry.id),
      },
      { label: t('catalog.menu.collapseAll'), icon: 'collapse', onSelect: collapseAll },
    ]
  }
  const itemsOf = (place: TreeRow): MenuItem[] => {
    if (place.kind === 'repository') return menu.items
    if (place.kind === 'registry') return [...placeItems(place), ...registryItems(place.registry)]
    return placeItems(place)
  }
  return {
    items: row ? itemsOf(row) : [],
    /** The menu is about to open on this line. */
    choose: (next: TreeRow | undefined) => {
      setRow(next)
      const asked = repositoryOf(next)
      if (asked) menu.ask(asked)
    },
  }
}
