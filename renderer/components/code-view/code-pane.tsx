import { type ReactNode, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { keysLabel } from '../../lib/keyboard.ts'
import { CopyButton } from '../copy-button.tsx'
import { IconButton } from '../icon-button.tsx'
import { PaneBar } from '../pane-bar.tsx'
import type { CodeControls, CodeViewProps } from './code-view-props.ts'
import { CodeView } from './code-view.tsx'
import styles from './code-view.module.css'
import { prepareText } from './prepare-text.ts'
import { useViewState } from '../../lib/view-state.ts'

type Props = Omit<CodeViewProps, 'prepared' | 'label' | 'wrap' | 'controls'> & {
  text: string
  /** The file's name. */
  title: string
  /** Where something else in the bar says it already. */
  isTitleHidden?: boolean
  /** Beside the name: a version, a way back. */
  leading?: ReactNode
  detail?: ReactNode
  actions?: ReactNode
  /** After the pane's own buttons, at the end of the bar: the way out. */
  end?: ReactNode
  /** What is odd about the text, in words; one line under the bar. */
  notice?: string | undefined
}

/** Survives the pane: who wraps one file wraps the next. */

/** One file: its bar with find, word wrap and copy, and the text below. */
export function CodePane({
  title,
  isTitleHidden = false,
  leading,
  detail,
  actions,
  end,
  notice,
  text,
  ...view
}: Props) {
  const { t } = useTranslation()
  const prepared = useMemo(() => prepareText(text), [text])
  const controls = useRef<CodeControls>(null)
  const [wrap, setWrap] = useViewState('code.wraps')
  const notices = [notice, prepared.controlLines > 0 && t('common.code.controls')].filter(
    words => typeof words === 'string',
  )
  return (
    <section className={styles.pane} aria-label={title}>
      <PaneBar>
        {leading}
        {!isTitleHidden && (
          <span className={`mono ${styles.title}`} title={title}>
            {title}
          </span>
        )}
        <span className="t3">{detail}</span>
        <span className="grow" />
        {actions}
        <IconButton
          icon="search"
          label={t('common.code.find')}
          // The editor's own key.
          keys={keysLabel('mod+F')}
          onClick={() => controls.current?.find()}
        />
        <IconButton
          icon="wrap"
          label={t('common.code.wrap')}
          aria-pressed={wrap}
          onClick={() => setWrap(!wrap)}
        />
        <CopyButton text={text} label={t('common.code.copy')} />
        {end}
      </PaneBar>
      {notices.length > 0 && (
        <p className={styles.notice} role="note">
          {notices.join(' ')}
        </p>
      )}
      <CodeView
        {...view}
        prepared={prepared}
        wrap={wrap}
        controls={controls}
        label={t('common.code.label', { title })}
      />
    </section>
  )
}
