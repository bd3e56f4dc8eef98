import { useTranslation } from 'react-i18next'
import { Icon } from '../icon.tsx'
import { TextField } from '../text-field.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import { useErrorWords } from '../../lib/error-words.ts'
import type { SignInDraft } from './sign-in-draft.ts'
import styles from './sign-in-choice.module.css'

type Props = {
  address: string
  command: 'aws' | 'gcloud' | 'az'
  draft: SignInDraft
  onChange: (draft: SignInDraft) => void
}

/** Each word in a frame of its own, so that nobody has to guess where an argument ends. */
function Words({ words }: { words: readonly string[] }) {
  const { t } = useTranslation()
  return (
    <ol className={styles.words} aria-label={t('registries.command.words')}>
      {words.map((word, at) => (
        <li key={at} className={styles.word}>
          {word}
        </li>
      ))}
    </ol>
  )
}

/** What would be started, word by word, and whether it is there. Nothing is started before Test or Add. */
export function CommandFields({ address, command, draft, onChange }: Props) {
  const { t } = useTranslation()
  const profile = draft.profile.trim()
  const input = { address, ...(profile && { profile }) }
  const { data, error } = useContractQuery('signIns.renewalCommand', input)
  const words = useErrorWords(error)
  const shown = data?.command
  return (
    <div className={styles.nested}>
      {shown && <Words words={[shown.command, ...shown.arguments]} />}
      {shown && (
        <p className={styles.where}>
          {shown.program === undefined ? (
            <span className="bad">
              <Icon name="alert" size={14} /> {t('registries.command.missing', { command })}
            </span>
          ) : (
            <>
              <span className="ok">
                <Icon name="check" size={14} />
              </span>{' '}
              <span className="mono">{shown.program}</span>
            </>
          )}
        </p>
      )}
      {error && <p className="bad fs12">{words.title}</p>}
      <p className={styles.where}>{t('registries.command.when')}</p>
      <TextField
        label={t(`registries.command.profile.${command}`)}
        isMono
        maxLength={128}
        value={draft.profile}
        placeholder={t('registries.command.usual')}
        onValue={typed => onChange({ ...draft, profile: typed })}
      />
    </div>
  )
}
