import { useId, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FoundSignIn } from '../../../shared/ipc/schemas/registries.ts'
import { Radio } from '../../components/radio.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { SignInDraft } from './sign-in-draft.ts'
import styles from './sign-in-choice.module.css'

type Props = {
  draft: SignInDraft
  /** Sign-ins on this machine for this host. */
  found: readonly FoundSignIn[]
  onChange: (draft: SignInDraft) => void
}

type OptionProps = {
  name: string
  isChosen: boolean
  label: string
  hint?: string
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

function FoundList({ draft, found, onChange }: Props) {
  const { t } = useTranslation()
  const name = useId()
  return (
    <div className={styles.found} role="radiogroup" aria-label={t('registries.foundHere')}>
      {found.map(({ id, username, source, file }) => (
        <label key={id} className={id === draft.foundId ? styles.chosen : styles.source}>
          <Radio
            name={name}
            isChosen={id === draft.foundId}
            onChoose={() => onChange({ ...draft, kind: 'found', foundId: id })}
          />
          <span className="trunc">
            <span className="med">{username}</span>{' '}
            <span className="t2">{t(`registries.from.${source}`)}</span>
          </span>
          <span className="mono t3 trunc">{file}</span>
        </label>
      ))}
    </div>
  )
}

/** Found on this machine, user name and password, or anonymous. */
export function SignInChoice(props: Props) {
  const { draft, found, onChange } = props
  const { t } = useTranslation()
  const name = useId()
  const choose = (kind: SignInDraft['kind']) => onChange({ ...draft, kind })
  const foundId = draft.foundId ?? found[0]?.id
  return (
    <fieldset className={styles.choices}>
      <legend className={styles.legend}>{t('registries.signInWith')}</legend>
      <div className={styles.well}>
        {found.length > 0 && (
          <Option
            name={name}
            isChosen={draft.kind === 'found'}
            label={t('registries.foundHere')}
            hint={t('registries.matches', { count: found.length })}
            onChoose={() => onChange({ ...draft, kind: 'found', foundId })}
          >
            <FoundList {...props} />
          </Option>
        )}
        <Option
          name={name}
          isChosen={draft.kind === 'user'}
          label={t('registries.userAndPassword')}
          onChoose={() => choose('user')}
        >
          <div className={styles.fields}>
            <TextField
              label={t('registries.username')}
              name="username"
              autoComplete="off"
              value={draft.username}
              onValue={username => onChange({ ...draft, username })}
            />
            <TextField
              label={t('registries.password')}
              type="password"
              name="secret"
              autoComplete="off"
              value={draft.secret}
              onValue={secret => onChange({ ...draft, secret })}
            />
          </div>
        </Option>
        <Option
          name={name}
          isChosen={draft.kind === 'anonymous'}
          label={t('registries.anonymous')}
          hint={t('registries.anonymousHint')}
          onChoose={() => choose('anonymous')}
        />
      </div>
    </fieldset>
  )
}
