import { DecisionNote } from './decision-note.tsx'
import { Failure } from '../failure.tsx'
import { OwedCertificate } from './owed-certificate.tsx'
import { Reveal } from '../reveal.tsx'
import type { Asking } from './use-asking.ts'

type Props = {
  asking: Pick<Asking, 'owed' | 'decide' | 'error'>
  /** Nobody asked for a connection: it was only looked at, and its error stands elsewhere. */
  isLook?: boolean
  /** Of a registry in the sidebar. */
  isSaved?: boolean
}

/** What a call came back with: a decision owed, or a failure. Nothing before that. */
export function CallOutcome(props: Props) {
  const { asking, isLook = false } = props
  if (!asking.owed && (!asking.error || isLook)) return null
  // Nobody waits for the outcome of a look: it moves nothing away.
  return isLook ? (
    <Outcome {...props} />
  ) : (
    <Reveal>
      <Outcome {...props} />
    </Reveal>
  )
}

function Outcome({ asking, isLook = false, isSaved = false }: Props) {
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
  return error && <Failure error={error} />
}
