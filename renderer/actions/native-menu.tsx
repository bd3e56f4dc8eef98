import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { isCancelled } from '../../shared/errors.ts'
import type { NativeMenu as Description, NativeMenuEntry } from '../../shared/ipc/schemas/app.ts'
import { call } from '../lib/call.ts'
import { isWebHost } from '../lib/environment.ts'
import { isInDialog } from '../lib/keyboard.ts'
import type { ActionContext } from './action.ts'
import { actionIds, actionOf, type ActionId } from './actions.ts'
import { currentAction, possibleActions } from './possible-actions.ts'
import { onActedOnChange } from './subjects.ts'
import { useActionContext } from './use-actions.ts'

const places: { readonly [menu in keyof Description]: readonly (readonly ActionId[])[] } = {
  file: [
    ['addRegistry', 'importSignIns'],
    ['pushChart', 'pull'],
  ],
  view: [
    ['refresh', 'filterRepositories', 'filterList'],
    ['toggleSidebar', 'toggleInspector'],
  ],
  go: [
    ['back', 'forward'],
    ['nextPane', 'previousPane'],
  ],
}

const describe = (context: ActionContext): Description => {
  const possible = possibleActions(context).filter(({ refusal }) => refusal === undefined)
  const enabled = new Set(possible.map(({ id }) => id))
  const entryOf = (id: ActionId): NativeMenuEntry => {
    const keys = actionOf(id).keys?.desktop
    return {
      id,
      label: context.t(`actions.${id}`),
      ...(keys !== undefined && { keys }),
      isEnabled: enabled.has(id),
    }
  }
  const groups = (menu: keyof Description) => places[menu].map(group => group.map(entryOf))
  return { file: groups('file'), view: groups('view'), go: groups('go') }
}

/** The menu bar of the system shows actions of the page: described to the desktop host, run here. */
export function NativeMenu() {
  const context = useActionContext()
  const description = useSyncExternalStore(onActedOnChange, () =>
    isWebHost ? '' : JSON.stringify(describe(context)),
  )
  const run = useEffectEvent((chosen: string) => {
    const id = actionIds.find(known => known === chosen)
    // A dialog is before the window, and its menu.
    if (id === undefined || isInDialog(document.activeElement)) return
    const action = currentAction(id, context)
    if (action?.refusal === undefined) action?.run()
  })
  useEffect(() => {
    if (description === '') return undefined
    const hangUp = new AbortController()
    // Written by `describe`.
    const menu = JSON.parse(description) as Description
    const onProgress = ({ id }: { id: string }) => run(id)
    call('app.menu', menu, { signal: hangUp.signal, onProgress }).catch((error: unknown) => {
      if (!isCancelled(error)) console.warn('the menu is not shown', error)
    })
    return () => hangUp.abort()
  }, [description])
  return null
}
