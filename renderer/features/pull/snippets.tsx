import { useEffect, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { PullPlan } from '../../../shared/ipc/schemas/transfers.ts'
import { type Shell, shells } from '../../../shared/model/shell-quoting.ts'
import { buildSnippet, type SnippetId } from '../../../shared/model/snippets.ts'
import { Button } from '../../components/button.tsx'
import { CodeSnippet } from '../../components/code-snippet.tsx'
import { Segments } from '../../components/segments.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { copySubject } from '../../lib/copy-subject.ts'
import { useCopied } from '../../lib/use-copied.ts'
import { useShell } from '../../lib/settings.ts'
import styles from './pull.module.css'
import { useViewState } from '../../lib/view-state.ts'

const offered = [
  'helm-install',
  'dependency',
  'argo-cd',
  'flux',
  'terraform',
  'helmfile',
] as const satisfies readonly SnippetId[]

type Props = { plan: PullPlan; registry: Registry; onNote: (note: string | undefined) => void }

/** How to refer to what was pulled, in the form of each tool, with its one honest line below. */
export function Snippets({ plan, registry, onNote }: Props) {
  const { t } = useTranslation()
  const panelId = useId()
  // Who copies for Flux once does so the next time.
  const [kept, setForm] = useViewState('pull.form')
  const form = offered.find(name => name === kept) ?? 'helm-install'
  const [shell, setShell] = useShell()
  const [copied, copy] = useCopied()
  const subject = copySubject(registry, plan.location.repository, plan)
  const snippet = subject && buildSnippet(form, subject, shell)
  const note = snippet && t(`copy.notes.${snippet.note.key}`, snippet.note.params)
  useEffect(() => onNote(note), [note, onNote])
  const select = (id: string) => {
    const next = offered.find(name => name === id)
    if (!next) return
    setForm(next)
  }
  return (
    <div className={styles.snippets}>
      <div className={styles.snippetHead}>
        <div className={styles.snippetTabs}>
          <Tabs
            label={t('copy.forms')}
            panelId={panelId}
            tabs={offered.map(id => ({ id, label: t(`copy.titles.${id}`) }))}
            selected={form}
            onSelect={select}
          />
        </div>
        <div className={styles.snippetActions}>
          {form === 'helm-install' && <ShellChoice shell={shell} onShell={setShell} />}
          <Button
            size="sm"
            icon={copied === 'copied' ? 'check' : copied === 'refused' ? 'close' : 'copy'}
            disabledReason={snippet ? undefined : t('copy.notInThisShell')}
            onClick={() => snippet && copy(snippet.text)}
          >
            {t('copy.copy')}
          </Button>
        </div>
      </div>
      <div
        id={panelId}
        role="tabpanel"
        aria-labelledby={`${panelId}-tab-${form}`}
        className={styles.snippetBody}
        tabIndex={0}
      >
        {snippet ? (
          <CodeSnippet text={snippet.text} isYaml={snippet.language === 'yaml'} />
        ) : (
          <p className={styles.noSnippet}>{t('copy.notInThisShell')}</p>
        )}
      </div>
    </div>
  )
}

function ShellChoice({ shell, onShell }: { shell: Shell; onShell: (shell: Shell) => void }) {
  const { t } = useTranslation()
  return (
    <Segments
      label={t('copy.quotedFor')}
      options={shells.map(id => ({ id, label: t(`copy.shellsShort.${id}`) }))}
      selected={shell}
      onSelect={onShell}
    />
  )
}
