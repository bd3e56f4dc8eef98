import { useTranslation } from 'react-i18next'
import type { IconName } from '../../components/icon-paths.ts'
import { Icon } from '../../components/icon.tsx'
import type { DoctorReport } from '../../lib/doctor.ts'
import { verdictWords } from './verdict-words.ts'
import styles from './doctor.module.css'

const icons: Record<DoctorReport['verdict'], IconName> = {
  'all-well': 'check',
  'sign-in-is-the-problem': 'key',
  'needs-sign-in': 'lock',
  'no-right-or-missing': 'lock',
  'not-reachable': 'offline',
  'registry-is-the-problem': 'server',
  'rate-limited': 'clock',
  unclear: 'alert',
}

/** What the run says as a whole. */
export function Verdict({ report }: { report: DoctorReport }) {
  const { t } = useTranslation()
  const { title, text, more } = verdictWords(t, report)
  return (
    <div className={styles.verdict} role="status">
      <span className={report.verdict === 'all-well' ? 'ok' : 't2'}>
        <Icon name={icons[report.verdict]} />
      </span>
      <div>
        <p>
          <span className="med">{title}</span> {text}
        </p>
        {more !== '' && <p className="fs12 t2">{more}</p>}
      </div>
    </div>
  )
}
