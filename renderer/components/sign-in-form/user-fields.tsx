import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { knownWords } from '../../lib/known-words.ts'
import type { SignInForm } from '../../../shared/model/providers.ts'
import { Button } from '../button.tsx'
import { SecretText } from '../secret-text.tsx'
import { Select } from '../select.tsx'
import { TextField } from '../text-field.tsx'
import { openOutside } from '../../lib/open-outside.ts'
import { formOf, type SignInDraft } from './sign-in-draft.ts'
import styles from './sign-in-choice.module.css'

type Props = {
  draft: SignInDraft
  forms: readonly [SignInForm, ...SignInForm[]]
  onChange: (draft: SignInDraft) => void
}

type FieldProps = Omit<Props, 'forms'> & { form: SignInForm }

function Secret({ draft, form, onChange }: FieldProps) {
  const { t } = useTranslation()
  const id = useId()
  const label = t(`registries.secrets.${form.secret}`)
  const onValue = (secret: string) => onChange({ ...draft, secret })
  if (!form.isLong)
    return (
      <TextField
        label={label}
        type="password"
        name="secret"
        autoComplete="off"
        value={draft.secret}
        onValue={onValue}
      />
    )
  return (
    <div className={styles.long}>
      <label className={styles.legend} htmlFor={id}>
        {label}
      </label>
      <SecretText
        id={id}
        name="secret"
        autoComplete="off"
        spellCheck={false}
        value={draft.secret}
        onChange={event => onValue(event.target.value)}
      />
    </div>
  )
}

const hourMs = 60 * 60 * 1000

/** Where this vendor hands out such a secret, and how long it works. */
function Where({ form }: { form: SignInForm }) {
  const { t } = useTranslation()
  const { docs } = form
  return (
    <p className={styles.where}>
      {knownWords(t, [`registries.forms.${form.id}.where`])}{' '}
      {form.lifeMs !== undefined &&
        t('registries.worksFor', { count: Math.round(form.lifeMs / hourMs) })}{' '}
      {docs !== undefined && (
        <Button
          variant="link"
          size="sm"
          title={new URL(docs).host}
          onClick={() => openOutside(docs)}
        >
          {t('registries.howToGet')}
        </Button>
      )}
    </p>
  )
}

/** A user name and a secret, in the words of the vendor; a name that is always the same is not asked for. */
export function UserFields({ draft, forms, onChange }: Props) {
  const { t } = useTranslation()
  const form = formOf(forms, draft)
  const { username } = form
  return (
    <div className={styles.nested}>
      {forms.length > 1 && (
        <Select
          label={t('registries.formKind')}
          className={styles.kinds}
          options={forms.map(({ id }) => ({ id, label: t(`registries.forms.${id}.title`) }))}
          selected={form.id}
          onSelect={formId => onChange({ ...draft, formId })}
        />
      )}
      <div className={styles.fields}>
        <TextField
          label={t('registries.username')}
          name="username"
          autoComplete="off"
          {...(username.kind === 'fixed'
            ? {
                className: styles.given,
                value: username.value,
                // Azure's is longer than the field.
                title: username.value,
                readOnly: true,
                isMono: true,
              }
            : { value: draft.username, placeholder: username.example })}
          onValue={typed => onChange({ ...draft, username: typed })}
        />
        <Secret draft={draft} form={form} onChange={onChange} />
      </div>
      {form.id !== 'password' && <Where form={form} />}
    </div>
  )
}
