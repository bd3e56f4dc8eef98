import { useTranslation } from 'react-i18next'
import { dockerPull } from '../../../shared/model/docker-pull.ts'
import { shells } from '../../../shared/model/shell-quoting.ts'
import { buildSnippet, type CopySubject, snippetIds } from '../../../shared/model/snippets.ts'
import { actionKeysLabel } from '../../actions/possible-actions.ts'
import type { VersionSubject } from '../../actions/subjects.ts'
import { useActionContext, useActions } from '../../actions/use-actions.ts'
import { installCommand } from '../../actions/version-actions.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Menu, type MenuItem } from '../../components/menu.tsx'
import { copySubject } from '../../lib/copy-subject.ts'
import { useWasCopied } from '../../lib/use-copied.ts'
import { useShell } from '../../lib/settings.ts'
import styles from './copy-menu.module.css'

const icons = { idle: 'copy', copied: 'check', refused: 'close' } as const

/** "Copy install command", and a menu of every form a reference can have. */
export function CopyMenu({ version }: { version: VersionSubject }) {
  const { registry, repository, name, digest, kind, reason } = version
  const context = useActionContext()
  const copyInstall = useActions()('copyInstallCommand', version)
  const install = installCommand(version, context)
  const state = useWasCopied(install)
  if (!copyInstall) return null
  const isChart = reason === undefined && (kind === undefined || kind === 'chart')
  return (
    <div className={styles.split}>
      <Button
        className={styles.main}
        icon={state === 'idle' ? undefined : icons[state]}
        disabledReason={copyInstall.refusal}
        aria-label={name === undefined ? undefined : copyInstall.label}
        title={copyInstall.refusal === undefined ? `${install}\n\n${copyInstall.keys}` : undefined}
        onClick={copyInstall.run}
      >
        {copyInstall.name}
      </Button>
      <CopyForms
        subject={
          isChart && digest !== undefined
            ? copySubject(registry, repository, { ...version, digest })
            : undefined
        }
        image={
          kind === 'image' && digest !== undefined
            ? { host: registry.host, repository, digest }
            : undefined
        }
        name={name}
        onCopy={context.copy}
      />
    </div>
  )
}

type FormsProps = {
  subject: CopySubject | undefined
  image: Parameters<typeof dockerPull>[0] | undefined
  name: string | undefined
  onCopy: (text: string) => void
}

function CopyForms({ subject, image, name, onCopy }: FormsProps) {
  const { t } = useTranslation()
  const [shell, setShell] = useShell()
  const pull = image && dockerPull(image, shell)
  const ofImage: MenuItem[] = image
    ? [
        {
          label: t('copy.dockerPull'),
          disabledReason: pull === undefined ? t('copy.notInThisShell') : undefined,
          onSelect: () => pull !== undefined && onCopy(pull),
        },
      ]
    : []
  const items: MenuItem[] = snippetIds.flatMap(id => {
    if (!subject) return []
    const snippet = buildSnippet(id, subject, shell)
    // Opened by digest: there is no tag to refer to.
    if (!snippet && id === 'tag') return []
    return [
      {
        label: t(`copy.titles.${id}`),
        ...(snippet
          ? { hint: t(`copy.notes.${snippet.note.key}`, snippet.note.params) }
          : { disabledReason: t('copy.notInThisShell') }),
        ...(id === 'digest' && { keys: actionKeysLabel('copyDigestReference') }),
        ...(id === 'helm-install' && { keys: actionKeysLabel('copyInstallCommand') }),
        onSelect: () => snippet && onCopy(snippet.text),
      },
      ...(id === 'tag' || id === 'helm-template' ? (['separator'] as const) : []),
    ]
  })
  const choices: MenuItem[] = shells.map(name => ({
    label: t(`copy.shells.${name}`),
    isChecked: name === shell,
    onSelect: () => setShell(name),
  }))
  return (
    <Menu
      align="end"
      items={[
        ...(name === undefined ? [] : [{ heading: t('copy.formsOf', { version: name }) }]),
        ...items,
        ...ofImage,
        'separator',
        { heading: t('copy.quotedFor') },
        ...choices,
      ]}
      trigger={
        <button
          type="button"
          className={styles.more}
          aria-label={t('copy.more')}
          disabled={!subject && !image}
        >
          <Icon name="chevronDown" size={14} />
        </button>
      }
    />
  )
}
