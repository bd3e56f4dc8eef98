import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { actionKeysLabel } from '../../actions/possible-actions.ts'
import { useActedOn } from '../../actions/subjects.ts'
import { useActions } from '../../actions/use-actions.ts'
import { Button } from '../../components/button.tsx'
import { ErrorPane } from '../../components/error-pane.tsx'
import { KeyHints } from '../../components/key-hints.tsx'
import { useDoctor, useRunDoctor, type DoctorReport, type DoctorRun } from '../../lib/doctor.ts'
import { formatShortDuration, formatTime } from '../../lib/formats.ts'
import { focusPane } from '../../lib/panes.ts'
import { useWasCopied } from '../../lib/use-copied.ts'
import styles from './doctor.module.css'
import { FailureCard } from './failure-card.tsx'
import { Marked } from './marked.tsx'
import { reportText } from './report-text.ts'
import { StepList, type ShownStep } from './step-list.tsx'
import { useChosenExchange, useChosenStep, useDoctorTab } from './use-doctor-choice.ts'
import { Verdict } from './verdict.tsx'
import './words.ts'

const stepNames = [
  'dns',
  'tcp',
  'proxy',
  'tls',
  'v2',
  'challenge',
  'token',
  'scope',
  'repository',
] as const

type Props = {
  registry: Registry
  repository: string | undefined
  /** Shows the inspector, where it is folded. */
  onOpen: () => void
}

type HeadProps = Omit<Props, 'onOpen'> & { report: DoctorReport | undefined; onRun: () => void }

/** What was tried, as whom, and how far it came. */
function Summary({ registry, repository, report }: Omit<HeadProps, 'onRun'>) {
  const { t } = useTranslation()
  const { signIn, host } = registry
  const username = report ? report.username : signIn.kind === 'user' ? signIn.username : undefined
  const who = t(`doctor.who.${username === undefined ? 'nobody' : 'user'}`, { username })
  const named = report?.repository ?? repository
  const what = named === undefined ? 'registry' : 'repository'
  const params = { host, repository: named, who }
  const at = report?.stoppedAt && stepNames.indexOf(report.stoppedAt)
  return (
    <p>
      <Marked text={t(`doctor.${report ? 'tried' : 'trying'}.${what}`, params)} />{' '}
      {report &&
        (at === undefined || !report.stoppedAt
          ? t('doctor.passed')
          : t('doctor.stopped', {
              step: t(`doctor.step.${report.stoppedAt}`),
              at: at + 1,
              of: stepNames.length,
            }))}
    </p>
  )
}

function Head({ registry, repository, report, onRun }: HeadProps) {
  const { t } = useTranslation()
  const text = report && reportText(t, report)
  const copied = useWasCopied(text)
  const copy = useActions()('copyReport', { text })
  return (
    <header className={styles.top}>
      <div className={styles.titleLine}>
        <h1 className={styles.title}>{t('doctor.title')}</h1>
        <span className="t3 fs12 num grow">
          {report
            ? t('doctor.ran', {
                time: formatTime(report.ranAtMs),
                took: formatShortDuration(report.tookMs),
              })
            : t('doctor.running')}
        </span>
        <Button
          icon={copied === 'copied' ? 'check' : 'copy'}
          disabledReason={copy?.refusal}
          onClick={copy?.run}
        >
          {copy?.label}
        </Button>
        <Button icon="refresh" title={actionKeysLabel('refresh')} onClick={onRun}>
          {t('doctor.runAgain')}
        </Button>
      </div>
      <Summary registry={registry} repository={repository} report={report} />
    </header>
  )
}

const stepsOf = (run: DoctorRun | undefined, pass: 'saved' | 'anonymous'): readonly ShownStep[] => {
  const told = run?.steps.filter(step => step.pass === pass) ?? []
  if (pass === 'anonymous') return told
  return stepNames.map(
    name => told.find(({ step }) => step === name) ?? { step: name, state: 'waiting' as const },
  )
}

const totalMs = (steps: readonly ShownStep[]): number =>
  steps.reduce((sum, step) => sum + (('tookMs' in step && step.tookMs) || 0), 0)

type PassesProps = Props & {
  run: DoctorRun | undefined
  report: DoctorReport | undefined
  onRun: () => void
}

/** The steps as saved, what they say, and the same as nobody where that was looked at. */
function Passes({ registry, run, report, onOpen, onRun }: PassesProps) {
  const { t } = useTranslation()
  const [chosen, chooseStep] = useChosenStep(registry.id)
  const [, chooseExchange] = useChosenExchange(registry.id)
  const [, setTab] = useDoctorTab()
  const saved = stepsOf(run, 'saved')
  const anonymous = stepsOf(run, 'anonymous')
  const propsOf = (pass: 'saved' | 'anonymous') => ({
    selected: chosen?.pass === pass ? chosen.step : undefined,
    onSelect: (step: ShownStep) => {
      chooseStep({ pass, step: step.step })
      if ('exchangeId' in step && step.exchangeId !== undefined) chooseExchange(step.exchangeId)
    },
    onOpen: () => {
      setTab('exchanges')
      onOpen()
      focusPane('inspector')
    },
  })
  return (
    <>
      <StepList
        {...propsOf('saved')}
        label={t('doctor.table')}
        hasHead
        steps={saved}
        renderFailure={failure => (
          <FailureCard failure={failure} registry={registry} onRunAgain={onRun} />
        )}
      />
      {anonymous.length === 0 ? (
        report && (
          <div className={styles.alone}>
            <Verdict report={report} />
          </div>
        )
      ) : (
        <section className={styles.anonymous}>
          <div className={styles.section}>
            <h2>{t('doctor.anonymous')}</h2>
            <span>{formatShortDuration(totalMs(anonymous))}</span>
          </div>
          {report && <Verdict report={report} />}
          <StepList
            {...propsOf('anonymous')}
            label={t('doctor.tableAnonymous')}
            steps={anonymous}
          />
        </section>
      )}
    </>
  )
}

/** Every step of a sign-in, one after the other, and what is wrong with the first that fails. */
export function DoctorScreen({ registry, repository, onOpen }: Props) {
  const { t } = useTranslation()
  const query = useDoctor(registry.id, repository)
  const runDoctor = useRunDoctor()
  const run = () => runDoctor(registry.id, repository)
  const report = query.data?.end?.report
  useActedOn('report', { text: report && reportText(t, report) })
  return (
    <section className={styles.screen} aria-label={t('doctor.title')}>
      <div className={styles.scroll}>
        <Head registry={registry} repository={repository} report={report} onRun={run} />
        {query.error && !report ? (
          <ErrorPane error={query.error} onRetry={run} />
        ) : (
          <Passes
            registry={registry}
            repository={repository}
            run={query.data?.value}
            report={report}
            onOpen={onOpen}
            onRun={run}
          />
        )}
      </div>
      <KeyHints
        hints={[
          { keys: ['↑', '↓'], label: t('doctor.hint.step') },
          { keys: ['↵'], label: t('doctor.hint.exchange') },
          { keys: [actionKeysLabel('copyReport')], label: t('doctor.hint.copy') },
          { keys: [actionKeysLabel('refresh')], label: t('doctor.hint.run') },
        ]}
      />
    </section>
  )
}
