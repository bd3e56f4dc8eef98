import { createContext, use, useMemo } from 'react'
import type { MenuItem } from '../components/menu.tsx'
import type { ActionContext } from './action.ts'
import { type ActionId, type SubjectOf } from './actions.ts'
import { actionOn, type PossibleAction } from './possible-actions.ts'

export const ActionsContext = createContext<ActionContext | undefined>(undefined)

/** Within the window. */
export const useActionContext = (): ActionContext => {
  const context = use(ActionsContext)
  if (!context) throw new Error('actions are used outside of the window')
  return context
}

type ActionOn = <I extends ActionId>(
  id: I,
  ...subject: SubjectOf<I> extends undefined ? [] : [SubjectOf<I>]
) => PossibleAction | undefined

/** Actions by their id and what they act on. */
export const useActions = (): ActionOn => {
  const context = useActionContext()
  return useMemo(
    // Those of the window act on nothing else.
    () => (id, subject?) => actionOn(id, subject as SubjectOf<typeof id>, context),
    [context],
  )
}

/** A line of a menu; none for an action that its subject does not have. */
export const menuItem = (
  action: PossibleAction | undefined,
  /** Keys act on what is selected: not to be shown beside an action on something else. */
  { hasKeys = true }: { hasKeys?: boolean } = {},
): MenuItem[] => {
  if (!action) return []
  const { label, hint, icon, keys, tone, refusal, run } = action
  return [
    {
      label,
      ...(hint !== undefined && { hint }),
      ...(icon && { icon }),
      ...(hasKeys && keys !== undefined && { keys }),
      ...(tone && { tone }),
      disabledReason: refusal,
      onSelect: run,
    },
  ]
}
