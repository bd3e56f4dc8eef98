import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Decisions, NeededDecision } from '../../../shared/ipc/schemas/decisions.ts'
import { knownWords } from '../../lib/known-words.ts'
import { Button } from '../button.tsx'
import { Note } from '../note.tsx'

type Owed = Exclude<NeededDecision, { decision: 'certificate' }>

type Props = { owed: Owed; onDecide: (decisions: Decisions) => void }

const agreement = (owed: Owed): Decisions => {
  switch (owed.decision) {
    case 'plain-http':
      return { plainHttp: true }
    case 'realm':
      return { realm: owed.realm }
    case 'session-only':
      return { sessionOnly: true }
    case 'plain-text':
      return { plainText: true }
  }
}

/** What the user has to agree to before the call goes on: plain HTTP, a token service elsewhere, no keychain. */
export function DecisionNote({ owed, onDecide }: Props) {
  const { t } = useTranslation()
  const words = `registries.decision.${owed.decision}` as const
  const params = { ...owed, why: whyOf(owed, t) }
  return (
    <Note
      icon="alert"
      tone="warn"
      title={t(`${words}.title`, params)}
      actions={
        <Button size="sm" onClick={() => onDecide(agreement(owed))}>
          {t(`${words}.agree`, params)}
        </Button>
      }
    >
      {t(`${words}.text`, params)}
    </Note>
  )
}

const whyOf = (owed: Owed, t: TFunction): string =>
  owed.decision === 'session-only'
    ? knownWords(t, [
        `errors.keychain-unavailable.${owed.reason}.title`,
        'errors.keychain-unavailable.no-keychain.title',
      ])
    : ''
