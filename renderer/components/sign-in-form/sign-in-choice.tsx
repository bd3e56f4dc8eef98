import { useId, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Radio } from '../radio.tsx'
import { CommandFields } from './command-fields.tsx'
import { FoundList } from './found-list.tsx'
import type { SignInDraft, SignInWays } from './sign-in-draft.ts'
import styles from './sign-in-choice.module.css'
import { UserFields } from './user-fields.tsx'

type Props = {
  address: string
  /** As far as it is known: a look showed that it asks for none. */
  asksForSignIn?: boolean
  draft: SignInDraft
  ways: SignInWays
  onChange: (draft: SignInDraft) => void
}

type OptionProps = {
  name: string
  isChosen: boolean
  label: string
  hint?: string | undefined
  onChoose: () => void
  children?: ReactNode
}

function Option({ name, isChosen, label, hint, onChoose, children }: OptionProps) {
  return (
    <div className={styles.option}>
      <label className={styles.choice}>
        <Radio name={name} isChosen={isChosen} onChoose={onChoose} />
        <span className={isChosen ? 'grow med' : 'grow'}>{label}</span>
        {hint !== undefined && <span className="t3 fs12">{hint}</span>}
      </label>
      {isChosen && children}
    </div>
  )
}

/** Found on this machine, user name and secret, the vendor's program, or anonymous. */
export function SignInChoice({ address, asksForSignIn = true, draft, ways, onChange }: Props) {
  const { t } = useTranslation()
  const name = useId()
  const { found, forms, command } = ways
  const option = (kind: SignInDraft['kind']) => ({
    name,
    isChosen: draft.kind === kind,
    onChoose: () => onChange({ ...draft, kind, foundId: draft.foundId ?? found[0]?.id }),
  })
  return (
    <fieldset className={styles.choices}>
      <legend className={styles.legend}>{t('registries.signInWith')}</legend>
      <div className={styles.well}>
        {found.length > 0 && (
          <Option
            {...option('found')}
            label={t('registries.foundHere')}
            hint={t('registries.matches', { count: found.length })}
          >
            <FoundList draft={draft} found={found} onChange={onChange} />
          </Option>
        )}
        <Option {...option('user')} label={t('registries.userAndPassword')}>
          <UserFields draft={draft} forms={forms} onChange={onChange} />
        </Option>
        {command && (
          <Option
            {...option('command')}
            label={t('registries.command.label', { command })}
            hint={t('registries.command.hint')}
          >
            <CommandFields address={address} command={command} draft={draft} onChange={onChange} />
          </Option>
        )}
        <Option
          {...option('anonymous')}
          label={t('registries.anonymous')}
          hint={t(`registries.anonymousHint.${asksForSignIn ? 'asked' : 'none'}`)}
        />
      </div>
    </fieldset>
  )
}
