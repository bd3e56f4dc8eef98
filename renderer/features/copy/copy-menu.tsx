import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { dockerPull } from '../../../shared/model/docker-pull.ts'
import { shells } from '../../../shared/model/shell-quoting.ts'
import { buildSnippet, type CopySubject, snippetIds } from '../../../shared/model/snippets.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Menu, type MenuItem } from '../../components/menu.tsx'
import { copySubject, type CopyVersion } from '../../lib/copy-subject.ts'
import { shortcutLabel, useShortcuts } from '../../lib/keyboard.ts'
import { useCopied } from '../../lib/use-copied.ts'
import { useShell } from '../../lib/use-shell.ts'
import styles from './copy-menu.module.css'

export type CopyMenuProps = {
  registry: Registry
  repository: string
  /** Of the selected version, as its row is named. */
  name: string | undefined
  /** The selected version; undefined where there is none to copy, for the reason. */
  version: CopyVersion | undefined
  /** Digest of the selected container image. */
  image: string | undefined
  disabledReason: string | undefined
}

const icons = { idle: 'copy', copied: 'check', refused: 'close' } as const

/** "Copy install command", and a menu of every form a reference can have. */
export function CopyMenu(props: CopyMenuProps) {
  const { registry, repository, name, version, image, disabledReason } = props
  const { t } = useTranslation()
  const [shell] = useShell()
  const [state, copy] = useCopied()
  const subject = version && copySubject(registry, repository, version)
  const install = subject && buildSnippet('helm-install', subject, shell)
  useShortcuts({ copyInstallCommand: install && (() => copy(install.text)) })
  const noVersion = subject ? undefined : (disabledReason ?? t('copy.noVersion'))
  return (
    <div className={styles.split}>
      <Button
        className={styles.main}
        icon={state === 'idle' ? undefined : icons[state]}
        disabledReason={noVersion ?? (install ? undefined : t('copy.notInThisShell'))}
        aria-label={name === undefined ? undefined : t('copy.installOf', { version: name })}
        title={install && `${install.text}\n\n${shortcutLabel('copyInstallCommand')}`}
        onClick={() => install && copy(install.text)}
      >
        {t('copy.install')}
      </Button>
      <CopyForms
        subject={subject}
        image={image === undefined ? undefined : { host: registry.host, repository, digest: image }}
        name={name}
        onCopy={copy}
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
        ...(id === 'digest' && { keys: shortcutLabel('copyDigestReference') }),
        ...(id === 'helm-install' && { keys: shortcutLabel('copyInstallCommand') }),
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
