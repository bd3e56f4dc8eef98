import type { IconName } from '../components/icon-paths.ts'
import { isWebHost } from '../lib/environment.ts'
import { keysLabel } from '../lib/keyboard.ts'
import type { ActionContext } from './action.ts'
import { actionIds, actionOf, type ActionId, type SubjectOf } from './actions.ts'
import { actedOn, isActedOn, type SubjectName, type Subjects } from './subjects.ts'

/** An action with what it acts on: all that a menu, a button or a list of actions shows of it. */
export type PossibleAction = {
  readonly id: ActionId
  /** Its bare words. */
  readonly name: string
  /** Its words where they say what it acts on. */
  readonly label: string
  readonly hint?: string
  readonly icon?: IconName
  readonly tone?: 'bad'
  /** Spelled for this machine. */
  readonly keys?: string
  /** Why it cannot run now. */
  readonly refusal: string | undefined
  readonly run: () => void
}

/** The key of an action on this host. */
export const actionKeys = (id: ActionId): string | undefined => {
  const { keys } = actionOf(id)
  return (isWebHost && keys?.web) || keys?.desktop
}

/** As shown beside the action: `⌘P`, `Ctrl+P`. */
export const actionKeysLabel = (id: ActionId): string => keysLabel(actionKeys(id) ?? '')

const bind = (
  id: ActionId,
  subject: Subjects[SubjectName],
  context: ActionContext,
): PossibleAction => {
  const action = actionOf(id)
  const name = context.t(`actions.${id}`)
  const hint = action.hint?.(subject, context)
  const keys = actionKeys(id)
  return {
    id,
    name,
    label: action.label?.(subject, context) ?? name,
    ...(hint !== undefined && { hint }),
    ...(action.icon && { icon: action.icon }),
    ...(action.tone && { tone: action.tone }),
    ...(keys !== undefined && { keys: keysLabel(keys) }),
    refusal: action.refusal?.(subject, context),
    run: () => action.run(subject, context),
  }
}

/** An action on this subject; undefined where the subject has none such. */
export const actionOn = <I extends ActionId>(
  id: I,
  subject: SubjectOf<I>,
  context: ActionContext,
): PossibleAction | undefined =>
  actionOf(id).when?.(subject) === false ? undefined : bind(id, subject, context)

/** The same on what is acted on now. */
export const currentAction = (id: ActionId, context: ActionContext): PossibleAction | undefined => {
  const { on, when } = actionOf(id)
  if (!isActedOn(on)) return undefined
  const subject = actedOn(on)
  return when?.(subject) === false ? undefined : bind(id, subject, context)
}

/** All actions on what is open and selected now; those that are off say why. */
export const possibleActions = (context: ActionContext): readonly PossibleAction[] =>
  actionIds.flatMap(id => currentAction(id, context) ?? [])
