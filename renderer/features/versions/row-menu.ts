import type { TFunction } from 'i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { formatReference } from '../../../shared/model/reference.ts'
import type { MenuItem } from '../../components/menu.tsx'
import { announce } from '../../lib/announce.ts'
import { copyText } from '../../lib/copy-text.ts'
import { shortcutLabel } from '../../lib/keyboard.ts'
import { pullRefusal } from '../../lib/quiet.ts'

type Row = {
  registry: Registry
  repository: string
  tag: string
  digest: string | undefined
  pull: (tag: string, shownDigest: string | undefined) => void
}

/** `oci://host/repository@sha256:…` */
export const digestReferenceOf = (
  { host }: Pick<Registry, 'host'>,
  repository: string,
  digest: string,
): string => `${formatReference({ host, repository })}@${digest}`

/** What can be done with one version. */
export const rowMenu = (row: Row, t: TFunction): MenuItem[] => {
  const { registry, repository, tag, digest, pull } = row
  const copy = (text: string) =>
    void copyText(text).then(
      () => announce(t('common.copied')),
      () => announce(t('common.refused')),
    )
  const disabledReason = digest === undefined ? t('versions.digestNotKnown') : undefined
  return [
    {
      label: t('versions.menu.copyDigestReference'),
      icon: 'copy',
      keys: shortcutLabel('copyDigestReference'),
      disabledReason,
      onSelect: () => digest && copy(digestReferenceOf(registry, repository, digest)),
    },
    {
      label: t('versions.menu.copyTagReference'),
      onSelect: () => copy(formatReference({ host: registry.host, repository, tag })),
    },
    {
      label: t('versions.menu.copyDigest'),
      disabledReason,
      onSelect: () => digest && copy(digest),
    },
    'separator',
    {
      label: t('versions.menu.pull'),
      icon: 'download',
      keys: shortcutLabel('pull'),
      disabledReason: pullRefusal(t, registry),
      onSelect: () => pull(tag, digest),
    },
  ]
}
