import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from './announce.ts'
import { copyText } from './copy-text.ts'

export type Copied = 'idle' | 'copied' | 'refused'

/** Copies and says so; `copied` lasts 1.2 s. */
export const useCopied = (): [state: Copied, copy: (text: string) => void] => {
  const { t } = useTranslation()
  const [state, setState] = useState<Copied>('idle')
  useEffect(() => {
    if (state === 'idle') return undefined
    const timer = setTimeout(() => setState('idle'), 1200)
    return () => clearTimeout(timer)
  }, [state])
  const show = (next: Exclude<Copied, 'idle'>) => {
    setState(next)
    announce(t(`common.${next}`))
  }
  return [
    state,
    text =>
      void copyText(text).then(
        () => show('copied'),
        () => show('refused'),
      ),
  ]
}
