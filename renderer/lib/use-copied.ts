import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from './announce.ts'
import { copyText, onCopied, type CopyOutcome } from './copy-text.ts'

export type Copied = 'idle' | CopyOutcome

/** Back to idle after 1.2 s. */
const useOutcome = () => {
  const [state, setState] = useState<Copied>('idle')
  useEffect(() => {
    if (state === 'idle') return undefined
    const timer = setTimeout(() => setState('idle'), 1200)
    return () => clearTimeout(timer)
  }, [state])
  return [state, setState] as const
}

/** Copies and says so; `copied` lasts 1.2 s. */
export const useCopied = (): [state: Copied, copy: (text: string) => void] => {
  const { t } = useTranslation()
  const [state, setState] = useOutcome()
  return [
    state,
    text =>
      void copyText(text).then(outcome => {
        setState(outcome)
        announce(t(`common.${outcome}`))
      }),
  ]
}

/** Whether this text was just copied, by a button, a menu or a key. */
export const useWasCopied = (text: string | undefined): Copied => {
  const [state, setState] = useOutcome()
  useEffect(
    () => onCopied((copied, outcome) => copied === text && setState(outcome)),
    [text, setState],
  )
  return state
}
