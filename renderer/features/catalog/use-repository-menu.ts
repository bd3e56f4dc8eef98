import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { formatReference } from '../../../shared/model/reference.ts'
import { buildSnippet } from '../../../shared/model/snippets.ts'
import type { MenuItem } from '../../components/menu.tsx'
import { useContractMutation } from '../../lib/contract-query.ts'
import { copySubject } from '../../lib/copy-subject.ts'
import { useOverlay } from '../../lib/overlay.tsx'
import { useGoTo } from '../../lib/place.ts'
import { pullRefusal } from '../../lib/quiet.ts'
import { loadRepositories, useKnownRepositories } from '../../lib/repository-details.ts'
import { useCopied } from '../../lib/use-copied.ts'
import { useShell } from '../../lib/use-shell.ts'
import { pushRefusal } from './push-refusal.ts'
import type { OnPush } from './on-push.ts'

export type MenuRepository = { registry: Registry; name: string; isKept: boolean }

/**
 * What can be done with a repository. Acts on a version name it: the newest, which is asked for when the menu opens
 * (`ask`).
 */
export const useRepositoryMenu = (of: MenuRepository | undefined, onPush: OnPush) => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { open } = useOverlay()
  const goTo = useGoTo()
  const [, copy] = useCopied()
  const [shell] = useShell()
  const forget = useContractMutation('repositories.forget')
  const { byName } = useKnownRepositories(of?.registry.id ?? '')
  const ask = ({ registry, name }: MenuRepository) => {
    const signal = AbortSignal.timeout(10_000)
    // The menu says what it waits for; a failure is said where the repository is opened.
    loadRepositories(client, { registryId: registry.id, repositories: [name], signal }).catch(
      () => undefined,
    )
  }
  const itemsOf = ({ registry, name, isKept }: MenuRepository): MenuItem[] => {
    const registryId = registry.id
    const known = byName.get(name)
    const latest = known?.state === 'known' ? known.details.latest : undefined
    const chart = latest?.kind === 'chart' ? latest : undefined
    const subject = chart && copySubject(registry, name, chart)
    const install = subject && buildSnippet('helm-install', subject, shell)
    const noVersion = chart
      ? undefined
      : t(latest ? 'catalog.menu.notAChart' : 'catalog.menu.latestNotKnown')
    const version = chart?.version ?? ''
    const cannotPush = pushRefusal(t, registry)
    return [
      {
        label: t('catalog.menu.open'),
        icon: 'open',
        onSelect: () => goTo({ kind: 'repository', registryId, repository: name }),
      },
      {
        label: chart ? t('catalog.menu.pullVersion', { version }) : t('catalog.menu.pull'),
        icon: 'download',
        disabledReason: pullRefusal(t, registry, undefined) ?? noVersion,
        onSelect: () =>
          chart &&
          open({
            kind: 'pull',
            version: {
              registryId,
              repository: name,
              reference: chart.tag,
              shownDigest: chart.digest,
            },
          }),
      },
      {
        label: t('catalog.menu.push'),
        icon: 'upload',
        disabledReason: cannotPush,
        onSelect: () => onPush({ registryId, namespace: name.split('/').slice(0, -1).join('/') }),
      },
      'separator',
      {
        label: t('catalog.menu.copy'),
        icon: 'copy',
        onSelect: () => copy(formatReference({ host: registry.host, repository: name })),
      },
      {
        label: chart ? t('catalog.menu.copyInstallOf', { version }) : t('catalog.menu.copyInstall'),
        disabledReason: noVersion ?? (install ? undefined : t('copy.notInThisShell')),
        onSelect: () => install && copy(install.text),
      },
      'separator',
      {
        label: t(`catalog.menu.${known?.state === 'failed' ? 'doctorOf' : 'doctor'}`),
        icon: 'pulse',
        onSelect: () =>
          goTo({ kind: 'registry', registryId, namespace: '', view: 'doctor', subject: name }),
      },
      ...(isKept
        ? ([
            'separator',
            {
              label: t('catalog.menu.forget'),
              icon: 'close',
              onSelect: () => forget.mutate({ registryId, repository: name }),
            },
          ] satisfies MenuItem[])
        : []),
    ]
  }
  return { items: of ? itemsOf(of) : [], ask }
}
