import type { TFunction } from 'i18next'
import { knownWords } from '../../lib/known-words.ts'
import type { DoctorReport, DoctorStep } from '../../lib/doctor.ts'
import { asSentence } from '../../lib/error-words.ts'
import { exchangeLines } from '../../lib/exchange-lines.ts'
import { formatShortDuration } from '../../lib/formats.ts'
import { seenWords, sinceWords, withoutMarks } from './step-words.ts'
import { verdictWords } from './verdict-words.ts'

const stateWidth = 13

const stepLines = (t: TFunction, step: DoctorStep): string[] => {
  const { failure, tookMs } = step
  const name = t(`doctor.step.${step.step}`)
  const took = tookMs === undefined ? '' : `, ${formatShortDuration(tookMs)}`
  const state = t(`doctor.state.${step.state}`).padEnd(stateWidth)
  return [
    `${state}${name}${took}: ${withoutMarks(seenWords(t, step) + sinceWords(t, step))}`,
    ...(failure
      ? (['title', 'advice'] as const).map(
          part =>
            ' '.repeat(stateWidth) +
            asSentence(
              knownWords(t, [`errors.${failure.code}.${failure.reason}.${part}`], failure.params),
            ),
        )
      : []),
  ]
}

/** The whole run as plain text for a ticket: facts, verdict, steps, and every exchange with secrets replaced. */
export const reportText = (t: TFunction, report: DoctorReport): string => {
  const { host, username, repository, ranAtMs, tookMs, steps, exchanges } = report
  const facts: ['registry' | 'account' | 'repository' | 'ran' | 'verdict', string][] = [
    ['registry', host],
    ['account', username ?? t('doctor.report.noAccount')],
    ['repository', repository ?? t('doctor.report.noRepository')],
    [
      'ran',
      t('doctor.report.took', {
        time: new Date(ranAtMs).toISOString(),
        took: formatShortDuration(tookMs),
      }),
    ],
    ['verdict', Object.values(verdictWords(t, report)).filter(Boolean).join(' ')],
  ]
  const anonymous = steps.filter(({ pass }) => pass === 'anonymous')
  return [
    t('doctor.title'),
    ...facts.map(([name, value]) => `${t(`doctor.report.${name}`)}: ${value}`),
    '',
    t('doctor.report.steps'),
    ...steps.filter(({ pass }) => pass === 'saved').flatMap(step => stepLines(t, step)),
    ...(anonymous.length === 0
      ? []
      : ['', t('doctor.report.anonymousSteps'), ...anonymous.flatMap(step => stepLines(t, step))]),
    '',
    t('doctor.report.requests'),
    ...exchanges.flatMap((exchange, at) => [
      '',
      `${at + 1}. ${exchange.method} ${exchange.url}, ${
        exchange.as === undefined
          ? t('exchange.anonymous')
          : t('exchange.as', { username: exchange.as })
      }, ${formatShortDuration(exchange.tookMs)}`,
      ...exchangeLines(exchange),
    ]),
    '',
  ].join('\n')
}
