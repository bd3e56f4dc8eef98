import type { TFunction } from 'i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { dockerPull } from '../../../shared/model/docker-pull.ts'
import { formatReference } from '../../../shared/model/reference.ts'
import { buildSnippet } from '../../../shared/model/snippets.ts'
import { toVersionRow } from '../../../shared/model/version.ts'
import type { MenuItem } from '../../components/menu.tsx'
import { announce } from '../../lib/announce.ts'
import { copySubject } from '../../lib/copy-subject.ts'
import { copyText } from '../../lib/copy-text.ts'
import { shortcutLabel } from '../../lib/keyboard.ts'
import { pullRefusal } from '../../lib/quiet.ts'
import { currentShell } from '../../lib/use-shell.ts'
import type { VersionDetails } from '../../lib/version-details.ts'
import type { IsHere } from './use-archives-here.ts'

/** A tag whose digest may not be known yet, or a digest without a tag. */
export type PulledVersion = {
  readonly tag?: string | undefined
  readonly digest?: string | undefined
}

type Row = {
  registry: Registry
  repository: string
  tag: string
  details: VersionDetails | undefined
  here: IsHere | undefined
  pull: (version: PulledVersion, fromCache: boolean) => void
}

/** `oci://host/repository@sha256:…` */
export const digestReferenceOf = (
  { host }: Pick<Registry, 'host'>,
  repository: string,
  digest: string,
): string => `${formatReference({ host, repository })}@${digest}`

/** What can be done with one version. */
export const rowMenu = (row: Row, t: TFunction): MenuItem[] => {
  const { registry, repository, tag, details, here, pull } = row
  const digest = details?.digest
  const copy = (text: string) =>
    void copyText(text).then(
      () => announce(t('common.copied')),
      () => announce(t('common.refused')),
    )
  const noDigest = digest === undefined ? t('versions.digestNotKnown') : undefined
  const noChart =
    details && details.kind !== 'chart' ? t(`versions.notAChart.${details.kind}`) : undefined
  const isHere = digest === undefined ? undefined : here?.(digest)
  const subject =
    digest === undefined
      ? undefined
      : copySubject(registry, repository, { tag, digest, version: details?.version })
  const install = subject && buildSnippet('helm-install', subject, currentShell())
  const dockerLine =
    details?.kind === 'image' && digest !== undefined
      ? dockerPull({ host: registry.host, repository, digest }, currentShell())
      : undefined
  return [
    {
      label: t('versions.menu.pull', { version: toVersionRow(tag).version }),
      icon: 'download',
      keys: shortcutLabel('pull'),
      ...(isHere && { hint: t('versions.pullFromHere', { host: registry.host }) }),
      disabledReason: noChart ?? pullRefusal(t, registry, isHere),
      onSelect: () => pull({ tag, digest }, isHere === true),
    },
    'separator',
    {
      label: t('versions.menu.copyDigestReference'),
      icon: 'copy',
      keys: shortcutLabel('copyDigestReference'),
      disabledReason: noDigest,
      onSelect: () => digest && copy(digestReferenceOf(registry, repository, digest)),
    },
    {
      label: t('versions.menu.copyTagReference'),
      onSelect: () => copy(formatReference({ host: registry.host, repository, tag })),
    },
    {
      label: t('versions.menu.copyInstall'),
      keys: shortcutLabel('copyInstallCommand'),
      disabledReason: noChart ?? noDigest ?? (install ? undefined : t('copy.notInThisShell')),
      onSelect: () => install && copy(install.text),
    },
    ...(dockerLine === undefined
      ? []
      : [{ label: t('versions.menu.copyDockerPull'), onSelect: () => copy(dockerLine) }]),
    {
      label: t('versions.menu.copyDigest'),
      disabledReason: noDigest,
      onSelect: () => digest && copy(digest),
    },
  ]
}
