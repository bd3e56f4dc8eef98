import type { Action } from './action.ts'
import { registryActions } from './registry-actions.ts'
import type { Subjects } from './subjects.ts'
import { versionActions } from './version-actions.ts'
import { windowActions } from './window-actions.ts'

/** Every action of the program. Its words are `actions.<id>` in the locales. */
export const actions = { ...versionActions, ...windowActions, ...registryActions }

export type ActionId = keyof typeof actions
export type SubjectOf<I extends ActionId> = Subjects[(typeof actions)[I]['on']]

export const actionIds = Object.keys(actions).filter((id): id is ActionId =>
  Object.hasOwn(actions, id),
)

export const actionOf = (id: ActionId): Action => actions[id]
