import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../lib/announce.ts'
import { copyText } from '../lib/copy-text.ts'
import { Icon } from './icon.tsx'
import styles from './icon-button.module.css'
import { Tooltip } from './tooltip.tsx'
import { classNames } from '../lib/class-names.ts'

type Props = {
  text: string
  /** Says what is copied: "Copy digest". */
  label: string
  keys?: string | undefined
  size?: 'md' | 'xs'
  className?: string | undefined
  tabIndex?: number
}

type State = 'idle' | 'copied' | 'refused'

/** Copies; the icon is a check for 1.2 s and "Copied" is announced. */
export function CopyButton({ text, label, keys, size = 'md', className, tabIndex }: Props) {
  const { t } = useTranslation()
  const [state, setState] = useState<State>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 1200)
    return () => clearTimeout(timer)
  }, [state])
  const show = (next: Exclude<State, 'idle'>) => {
    setState(next)
    announce(t(`common.${next}`))
  }
  const copy = () =>
    copyText(text).then(
      () => show('copied'),
      () => show('refused'),
    )
  return (
    <Tooltip label={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        tabIndex={tabIndex}
        className={classNames(styles.button, styles[size], className)}
        onClick={event => {
          event.stopPropagation()
          void copy()
        }}
      >
        <Icon
          name={state === 'copied' ? 'check' : state === 'refused' ? 'close' : 'copy'}
          size={size === 'xs' ? 12 : 14}
        />
      </button>
    </Tooltip>
  )
}
