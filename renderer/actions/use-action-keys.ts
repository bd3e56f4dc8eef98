import { useEffect, useEffectEvent } from 'react'
import { announce } from '../lib/announce.ts'
import { isInDialog, isSign, isTyping, matchesKeys } from '../lib/keyboard.ts'
import type { ActionContext } from './action.ts'
import { actionIds, actionOf } from './actions.ts'
import { actionKeys, currentAction, type PossibleAction } from './possible-actions.ts'

/** Runs it, or says why not. */
const press = ({ refusal, run }: PossibleAction) =>
  refusal === undefined ? run() : announce(refusal)

/** The keys of all actions, while mounted. Not inside dialogs, which have keys of their own. */
export const useActionKeys = (context: ActionContext) => {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isInDialog(event.target)) return
    const isText = isTyping(event.target)
    for (const id of actionIds) {
      const keys = actionKeys(id)
      if (keys === undefined || actionOf(id).keys?.heardAs) continue
      if ((isText && isSign(keys)) || !matchesKeys(event, keys)) continue
      const action = currentAction(id, context)
      if (!action) continue
      event.preventDefault()
      press(action)
      return
    }
  })
  /** With no text selected: text that is wins, and so does a text field. */
  const onCopy = useEffectEvent((event: ClipboardEvent) => {
    const selection = window.getSelection()
    if (isTyping(event.target) || (selection && !selection.isCollapsed)) return
    const copying: ActionContext = {
      ...context,
      copy: (text, said) => {
        event.clipboardData?.setData('text/plain', text)
        announce(said ?? context.t('common.copied'))
      },
    }
    const action = actionIds
      .filter(id => actionOf(id).keys?.heardAs === 'copy')
      .map(id => currentAction(id, copying))
      .find(found => found !== undefined)
    if (!action) return
    event.preventDefault()
    press(action)
  })
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown)
    document.addEventListener('copy', onCopy)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
      document.removeEventListener('copy', onCopy)
    }
  }, [])
}
