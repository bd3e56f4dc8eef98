import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useActedOn } from '../../actions/subjects.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { ExchangesPane } from '../../components/exchanges-pane.tsx'
import { InspectorFoot } from '../../components/inspector-foot.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useDoctor, type DoctorReport, type DoctorRun } from '../../lib/doctor.ts'
import { useRegistry } from '../../lib/use-registry.ts'
import styles from './doctor.module.css'
import { reportText } from './report-text.ts'
import { useChosenExchange, useDoctorTab } from './use-doctor-choice.ts'
import './words.ts'

function ReportTab({ report }: { report: DoctorReport | undefined }) {
  const { t } = useTranslation()
  if (!report) return <p className={styles.waits}>{t('doctor.reportWaits')}</p>
  const text = reportText(t, report)
  return (
    <>
      <div className={styles.reportBar}>
        <span className="grow">{t('doctor.reportText')}</span>
        <CopyButton text={text} label={t('actions.copyReport')} />
      </div>
      <pre className={`${styles.report} mono`} tabIndex={0} aria-label={t('doctor.reportText')}>
        {text}
      </pre>
    </>
  )
}

/** What is shown before one is chosen: that of the step that failed, else the last. */
const firstShown = (run: DoctorRun | undefined): string | undefined =>
  run?.steps.find(({ state, exchangeId }) => state === 'failed' && exchangeId !== undefined)
    ?.exchangeId ?? run?.exchanges.at(-1)?.id

type Props = { registryId: string; repository: string | undefined }

/** Beside the doctor: every request it sent with its answer, and the report. */
export function DoctorInspector({ registryId, repository }: Props) {
  const { t } = useTranslation()
  const panelId = useId()
  const { registry } = useRegistry(registryId)
  const { data } = useDoctor(registryId, repository)
  const [tab, setTab] = useDoctorTab()
  const [chosen, choose] = useChosenExchange(registryId)
  const run = data?.value
  const exchanges = run?.exchanges ?? []
  const failedIds = (run?.steps ?? []).flatMap(({ state, exchangeId }) =>
    state === 'failed' && exchangeId !== undefined ? [exchangeId] : [],
  )
  // A choice of an earlier run is none.
  const shown = exchanges.some(({ id }) => id === chosen) ? chosen : firstShown(run)
  useActedOn('tabs', { choose: [() => setTab('exchanges'), () => setTab('report')] })
  return (
    <div className={styles.inspector}>
      <Tabs
        label={t('doctor.tabs.label')}
        panelId={panelId}
        tabs={[
          { id: 'exchanges', label: t('doctor.tabs.exchanges'), count: exchanges.length },
          { id: 'report', label: t('doctor.tabs.report') },
        ]}
        selected={tab}
        onSelect={id => setTab(id === 'report' ? 'report' : 'exchanges')}
      />
      <div
        id={panelId}
        role="tabpanel"
        aria-labelledby={`${panelId}-tab-${tab}`}
        className={styles.panel}
      >
        {tab === 'report' ? (
          <ReportTab report={data?.end?.report} />
        ) : (
          <ExchangesPane
            host={registry?.host ?? ''}
            exchanges={exchanges}
            selectedId={shown}
            onSelect={choose}
            failedIds={failedIds}
            {...(!data?.end && { none: t('doctor.noneYet') })}
          />
        )}
      </div>
      <InspectorFoot icon="lock" text={t('doctor.foot')} />
    </div>
  )
}
