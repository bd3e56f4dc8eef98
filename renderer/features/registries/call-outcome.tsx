import { useTranslation } from 'react-i18next'
import type { Decisions, OwedDecision, Probe } from '../../../shared/ipc/schemas/registries.ts'
import { Note } from '../../components/note.tsx'
import { exchangeText, useErrorWords } from '../../lib/error-words.ts'
import { formatDuration } from '../../lib/formats.ts'
import { DecisionNote } from './decision-note.tsx'
import styles from './dialogs.module.css'

type Props = {
  asking: {
    owed: OwedDecision | undefined
    decide: (agreed: Decisions) => void
    error: Error | null
  }
  /** The error stands elsewhere. */
  isErrorHidden?: boolean
  /** What a test with the sign-in showed. */
  probe?: Probe | undefined
}

function Failure({ error }: { error: Error }) {
  const words = useErrorWords(error)
  const exchange = exchangeText(error)
  return (
    <Note icon="alert" tone="bad" title={words.title}>
      {words.advice}
      {exchange !== undefined && <div className={styles.exchange}>{exchange}</div>}
    </Note>
  )
}

function Connected({ probe }: { probe: Probe }) {
  const { t } = useTranslation()
  const { signedInAs, repositoryCount, namespaceCount, catalog } = probe
  const counts =
    repositoryCount === undefined
      ? t(`registries.catalog.${catalog}`)
      : [
          t('registries.repositories', { count: repositoryCount }),
          namespaceCount !== undefined && t('registries.inNamespaces', { count: namespaceCount }),
        ]
          .filter(Boolean)
          .join(' ') + '.'
  return (
    <Note
      icon="check"
      tone="ok"
      title={
        signedInAs === undefined
          ? t('registries.connectedAnonymously')
          : t('registries.connectedAs', { username: signedInAs })
      }
      aside={<span className="num nowrap">{formatDuration(probe.tookMs)}</span>}
    >
      {counts}
    </Note>
  )
}

/** What a call came back with: a decision owed, a failure, or a connection. Nothing before that. */
export function CallOutcome({ asking, isErrorHidden = false, probe }: Props) {
  const { owed, decide, error } = asking
  if (owed) return <DecisionNote owed={owed} onDecide={decide} />
  if (error) return isErrorHidden ? null : <Failure error={error} />
  return probe ? <Connected probe={probe} /> : null
}
