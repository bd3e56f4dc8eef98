import { dockerPull } from '../../shared/model/docker-pull.ts'
import { formatReference } from '../../shared/model/reference.ts'
import { buildSnippet } from '../../shared/model/snippets.ts'
import { copySubject } from '../lib/copy-subject.ts'
import { pullRefusal } from '../lib/quiet.ts'
import type { Action, ActionContext } from './action.ts'
import type { VersionSubject } from './subjects.ts'

type VersionAction = Action<'version'>

const noChart = ({ kind }: VersionSubject, { t }: ActionContext): string | undefined =>
  kind === undefined || kind === 'chart' ? undefined : t(`versions.notAChart.${kind}`)

const noDigest = ({ digest }: VersionSubject, { t }: ActionContext): string | undefined =>
  digest === undefined ? t('versions.digestNotKnown') : undefined

/** `helm install` of exactly these bytes, as the user's shell takes it; undefined where that cannot be said. */
export const installCommand = (
  { registry, repository, tag, digest, version }: VersionSubject,
  { shell }: Pick<ActionContext, 'shell'>,
): string | undefined => {
  if (digest === undefined) return undefined
  const subject = copySubject(registry, repository, { tag, digest, version })
  return subject && buildSnippet('helm-install', subject, shell)?.text
}

const dockerPullOf = (
  { registry: { host }, repository, kind, digest }: VersionSubject,
  { shell }: ActionContext,
): string | undefined =>
  kind === 'image' && digest !== undefined
    ? dockerPull({ host, repository, digest }, shell)
    : undefined

/** What is done with one version. */
export const versionActions = {
  pull: {
    on: 'version',
    icon: 'download',
    keys: { desktop: 'mod+D', web: 'alt+D' },
    group: 'chart',
    label: ({ name }, { t }) =>
      name === undefined ? t('actions.pull') : t('actions.pullVersion', { version: name }),
    hint: ({ isHere, registry: { host } }, { t }) =>
      isHere === true ? t('versions.pullFromHere', { host }) : undefined,
    refusal: (subject, context) =>
      subject.reason ??
      noChart(subject, context) ??
      pullRefusal(context.t, subject.registry, subject.isHere),
    run: ({ registry, repository, tag, digest, isHere }, { open }) =>
      open({
        kind: 'pull',
        version: {
          registryId: registry.id,
          repository,
          reference: tag ?? digest ?? '',
          ...(digest !== undefined && { shownDigest: digest }),
          ...(isHere === true && { fromCache: true }),
        },
      }),
  } satisfies VersionAction,
  copyDigestReference: {
    on: 'version',
    icon: 'copy',
    keys: { desktop: 'mod+C', heardAs: 'copy' },
    group: 'chart',
    refusal: (subject, context) => subject.reason ?? noDigest(subject, context),
    run: ({ registry: { host }, repository, digest = '' }, { t, copy }) =>
      copy(`${formatReference({ host, repository })}@${digest}`, t('versions.copiedReference')),
  } satisfies VersionAction,
  copyTagReference: {
    on: 'version',
    when: ({ tag }) => tag !== undefined,
    run: ({ registry: { host }, repository, tag }, { copy }) =>
      tag !== undefined && copy(formatReference({ host, repository, tag })),
  } satisfies VersionAction,
  copyInstallCommand: {
    on: 'version',
    keys: { desktop: 'shift+mod+C', web: 'shift+alt+C' },
    group: 'chart',
    label: ({ name }, { t }) =>
      name === undefined
        ? t('actions.copyInstallCommand')
        : t('actions.copyInstallCommandOf', { version: name }),
    refusal: (subject, context) =>
      subject.reason ??
      noChart(subject, context) ??
      noDigest(subject, context) ??
      (installCommand(subject, context) === undefined
        ? context.t('copy.notInThisShell')
        : undefined),
    run: (subject, context) => {
      const command = installCommand(subject, context)
      if (command !== undefined) context.copy(command)
    },
  } satisfies VersionAction,
  copyDockerPull: {
    on: 'version',
    when: ({ kind, digest }) => kind === 'image' && digest !== undefined,
    refusal: (subject, context) =>
      subject.reason ??
      (dockerPullOf(subject, context) === undefined ? context.t('copy.notInThisShell') : undefined),
    run: (subject, context) => {
      const command = dockerPullOf(subject, context)
      if (command !== undefined) context.copy(command)
    },
  } satisfies VersionAction,
  copyDigest: {
    on: 'version',
    refusal: noDigest,
    run: ({ digest }, { copy }) => digest !== undefined && copy(digest),
  } satisfies VersionAction,
}
