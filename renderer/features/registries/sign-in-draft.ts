import type { Input } from '../../../shared/ipc/contract.ts'

type NewSignIn = Input<'registries.add'>['signIn']

/** What the user has filled in so far. All three kinds keep their values while another is chosen. */
export type SignInDraft = {
  readonly kind: Exclude<NewSignIn['kind'], 'command'>
  readonly username: string
  readonly secret: string
  readonly foundId: string | undefined
}

export const emptySignIn: SignInDraft = {
  kind: 'anonymous',
  username: '',
  secret: '',
  foundId: undefined,
}

/** Undefined while something is missing. */
export const toNewSignIn = (draft: SignInDraft): NewSignIn | undefined => {
  const { kind, username, secret, foundId } = draft
  if (kind === 'anonymous') return { kind }
  if (kind === 'found') return foundId === undefined ? undefined : { kind, foundId }
  return username.trim() === '' || secret === ''
    ? undefined
    : { kind, username: username.trim(), secret }
}
