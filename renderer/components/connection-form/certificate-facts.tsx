import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type {
  Certificate,
  CertificateView,
} from '../../../shared/ipc/schemas/connection-settings.ts'
import { CopyButton } from '../copy-button.tsx'
import { Icon } from '../icon.tsx'
import { formatAgo, formatDate, formatExactTime } from '../../lib/formats.ts'
import { useNow } from '../../lib/use-now.ts'
import { fingerprintLines, problemsOf, topOf, type CertificateFact } from './certificate-checks.ts'
import styles from './certificate.module.css'

type Props = { view: CertificateView; isPinned: boolean }

type RowProps = {
  label: string
  /** Absent where nothing is judged. */
  isWrong?: boolean
  aside?: ReactNode
  children: ReactNode
}

function Row({ label, isWrong, aside, children }: RowProps) {
  const { t } = useTranslation()
  return (
    <div className={isWrong ? styles.wrong : styles.fact}>
      <dt className={styles.term}>
        <span className={isWrong ? 'bad' : 'ok'}>
          {isWrong !== undefined && (
            <>
              <Icon name={isWrong ? 'failed' : 'check'} size={14} />
              <span className="sr">{t(isWrong ? 'connection.failed' : 'connection.passed')}</span>
            </>
          )}
        </span>
        {label}
      </dt>
      <dd className={styles.value}>{children}</dd>
      <dd className={isWrong ? 'bad nowrap' : 't2 nowrap'}>{aside}</dd>
    </div>
  )
}

const dayMs = 24 * 60 * 60 * 1000

function Issuer({ view, isPinned }: Props) {
  const { t } = useTranslation()
  const [first] = view.chain
  const [problem] = problemsOf(view, 'issuer')
  const top = topOf(view.chain)
  const why = () => {
    if (problem !== 'unknown-issuer') return problem && t(`connection.issuer.${problem}.text`)
    if (top.name === first?.issuer) return t('connection.issuer.unknown-issuer.text')
    const words = top.isRoot ? 'root' : 'top'
    return t(`connection.issuer.unknown-issuer.${words}`, { name: top.name })
  }
  return (
    <Row
      label={t('connection.issuerLabel')}
      // Nobody judged the issuer of a pinned one.
      {...(!isPinned && { isWrong: problem !== undefined })}
      aside={
        isPinned ? t('connection.pinned.label') : problem && t(`connection.issuer.${problem}.short`)
      }
    >
      <span className="med">{first?.issuer}</span>
      {problem && <div className="t2">{why()}</div>}
    </Row>
  )
}

function Validity({ view, leaf }: { view: CertificateView; leaf: Certificate }) {
  const { t } = useTranslation()
  const nowMs = useNow(false)
  const [problem] = problemsOf(view, 'valid')
  const leftDays = Math.floor((leaf.validToMs - nowMs) / dayMs)
  const aside = () => {
    if (problem === 'expired') return t('connection.expired', { ago: formatAgo(leaf.validToMs) })
    if (problem === 'not-yet-valid') return t('connection.notYetValid')
    return t('connection.daysLeft', { count: leftDays })
  }
  return (
    <Row label={t('connection.valid')} isWrong={problem !== undefined} aside={aside()}>
      <span
        className="num"
        title={`${formatExactTime(leaf.validFromMs)} – ${formatExactTime(leaf.validToMs)}`}
      >
        {t('connection.fromTo', {
          from: formatDate(leaf.validFromMs),
          to: formatDate(leaf.validToMs),
        })}
      </span>
    </Row>
  )
}

export function Fingerprint({ sha256 }: { sha256: string }) {
  const [first, second] = fingerprintLines(sha256)
  return (
    <span className={styles.fingerprint}>
      {first}
      <br />
      {second}
    </span>
  )
}

/** Who issued it, for which names, how long it is valid, and its fingerprint; the wrong ones in red. */
export function CertificateFacts({ view, isPinned }: Props) {
  const { t } = useTranslation()
  const [leaf] = view.chain
  if (!leaf) return null
  const isWrong = (fact: CertificateFact) => problemsOf(view, fact).length > 0
  return (
    <dl className={styles.facts}>
      <Issuer view={view} isPinned={isPinned} />
      <Row
        label={t('connection.names')}
        isWrong={isWrong('names')}
        aside={t(isWrong('names') ? 'connection.notThisHost' : 'connection.coverThisHost')}
      >
        {leaf.names.length === 0 ? t('connection.noNames') : leaf.names.join(', ')}
      </Row>
      <Validity view={view} leaf={leaf} />
      {problemsOf(view, 'other').map(problem => (
        <Row key={problem} label={t('connection.other')} isWrong>
          {t(`connection.problem.${problem}`)}
        </Row>
      ))}
      <Row
        label={t('connection.sha256')}
        {...(isWrong('fingerprint') && { isWrong: true })}
        aside={<CopyButton text={leaf.sha256} label={t('connection.copyFingerprint')} />}
      >
        <Fingerprint sha256={leaf.sha256} />
        {isWrong('fingerprint') && <div className="t2">{t('connection.problem.pin-differs')}</div>}
      </Row>
    </dl>
  )
}
