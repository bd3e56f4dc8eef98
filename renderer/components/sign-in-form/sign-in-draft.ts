import type { FoundSignIn, NewSignIn } from '../../../shared/ipc/schemas/sign-ins.ts'
import type { SignInForm } from '../../../shared/model/providers.ts'

type Kind = NewSignIn['kind']
export type Keep = 'where-it-lies' | 'keychain'

/** What the user has filled in so far. All kinds keep their values while another is chosen. */
export type SignInDraft = {
  readonly kind: Kind
  /** Of the forms of this vendor; the first when not said. */
  readonly formId: SignInForm['id'] | undefined
  readonly username: string
  readonly secret: string
  readonly foundId: string | undefined
  readonly keep: Keep | undefined
  /** An account of the vendor's program. */
  readonly profile: string
}

export const emptySignIn: SignInDraft = {
  kind: 'anonymous',
  formId: undefined,
  username: '',
  secret: '',
  foundId: undefined,
  keep: undefined,
  profile: '',
}

/** Plain text is better off in the keychain; what a helper guards is read where it is. */
export const usualKeep = ({ secretIn }: Pick<FoundSignIn, 'secretIn'>): Keep =>
  secretIn.kind === 'file' ? 'keychain' : 'where-it-lies'

export const formOf = (
  forms: readonly [SignInForm, ...SignInForm[]],
  { formId }: Pick<SignInDraft, 'formId'>,
): SignInForm => forms.find(({ id }) => id === formId) ?? forms[0]

/** What a draft is read with: the forms of the vendor, its program, and what was found for the address. */
export type SignInWays = {
  readonly forms: readonly [SignInForm, ...SignInForm[]]
  readonly command: Extract<NewSignIn, { kind: 'command' }>['command'] | undefined
  readonly found: readonly FoundSignIn[]
}

/** Whether something was typed that is in no other place. */
export const hasTypedSignIn = (draft: SignInDraft, before: SignInDraft): boolean =>
  draft.secret !== '' || draft.username !== before.username || draft.profile !== before.profile

/** Undefined while something is missing. */
export const toNewSignIn = (draft: SignInDraft, ways: SignInWays): NewSignIn | undefined => {
  switch (draft.kind) {
    case 'anonymous':
      return { kind: 'anonymous' }
    case 'found': {
      const chosen = ways.found.find(({ id }) => id === draft.foundId)
      if (!chosen || chosen.secretIn.kind === 'missing-helper') return undefined
      return { kind: 'found', foundId: chosen.id, keep: draft.keep ?? usualKeep(chosen) }
    }
    case 'command': {
      const profile = draft.profile.trim()
      return ways.command && { kind: 'command', command: ways.command, ...(profile && { profile }) }
    }
    case 'user': {
      const form = formOf(ways.forms, draft)
      const fixed = form.username.kind === 'fixed' ? form.username.value : undefined
      const username = fixed ?? draft.username.trim()
      return username === '' || draft.secret === ''
        ? undefined
        : { kind: 'user', username, secret: draft.secret }
    }
  }
}
