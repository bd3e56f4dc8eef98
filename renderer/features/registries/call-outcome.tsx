import { DecisionNote } from './decision-note.tsx'
import { Failure } from './failure.tsx'
import { OwedCertificate } from './owed-certificate.tsx'
import type { Asking } from './use-asking.ts'

type Props = {
  asking: Pick<Asking, 'owed' | 'decide' | 'error'>
  /** Nobody asked for a connection: it was only looked at, and its error stands elsewhere. */
  isLook?: boolean
  /** Of a registry in the sidebar. */
  isSaved?: boolean
}

/** What a call came back with: a decision owed, or a failure. Nothing before that. */
export function CallOutcome({ asking, isLook = false, isSaved = false }: Props) {
  const { owed, decide, error } = asking
  if (owed?.decision === 'certificate')
    return (
      <OwedCertificate
        view={owed.certificate}
        isSaved={isSaved}
        isOpenAtFirst={!isLook}
        onUse={connection => decide({ connection })}
      />
    )
  if (owed) return <DecisionNote owed={owed} onDecide={decisions => decide({ decisions })} />
  return error && !isLook ? <Failure error={error} /> : null
}
