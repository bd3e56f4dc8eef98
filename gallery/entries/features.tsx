import '../../renderer/features/doctor/words.ts'
import '../../renderer/features/registry-page/words.ts'
import { ChartFacts } from '../../renderer/features/chart/chart-facts.tsx'
import { FailureCard } from '../../renderer/features/doctor/failure-card.tsx'
import { StepList } from '../../renderer/features/doctor/step-list.tsx'
import { Verdict } from '../../renderer/features/doctor/verdict.tsx'
import { UnusableRow } from '../../renderer/features/import-sign-ins/import-row.tsx'
import { ResultLine } from '../../renderer/features/pull/result-line.tsx'
import { CheckLine } from '../../renderer/features/push/check-line.tsx'
import { RefusedFiles } from '../../renderer/features/push/refused-files.tsx'
import { FactList } from '../../renderer/features/registry-page/fact-list.tsx'
import { TransferRow } from '../../renderer/features/transfers/transfer-row.tsx'
import { toErrorInfo } from '../../shared/errors.ts'
import { doctorReport, type DoctorStep } from '../../shared/ipc/schemas/doctor.ts'
import type { Check, Transfer } from '../../shared/ipc/schemas/transfers.ts'
import type { Entry } from '../entry.ts'
import { Held, nothing } from '../held.tsx'
import { samples } from '../samples.ts'

const { registry, transfer, nowMs, errorOf } = samples
const refused = toErrorInfo(errorOf('unauthorized'))

const check = (state: Check['state'], key: string, params: Check['params'] = {}): Check => ({
  check: 'tag',
  state,
  key,
  params,
})

const step = (name: DoctorStep['step'], state: DoctorStep['state'], seen: string): DoctorStep => ({
  pass: 'saved',
  step: name,
  state,
  seen,
  params: { address: '10.60.1.8', port: 443, status: 401 },
  tookMs: 12,
  ...(state === 'failed' && { failure: refused }),
})

const transferred = (row: Transfer) => () => (
  <ul>
    <TransferRow transfer={row} />
  </ul>
)

/** Parts of features that are given all they show. */
export const features: readonly Entry[] = [
  {
    of: 'features/doctor/verdict.tsx',
    states: Object.fromEntries(
      doctorReport.shape.verdict.options.map(verdict => [
        verdict,
        () => (
          <Verdict
            report={{
              ranAtMs: nowMs,
              tookMs: 412,
              host: registry.host,
              username: 'ann',
              repository: 'platform/web' as never,
              steps: [],
              exchanges: [],
              verdict,
            }}
          />
        ),
      ]),
    ),
  },
  {
    of: 'features/doctor/step-list.tsx',
    states: {
      'one failed': () => (
        <Held<DoctorStep['step'] | undefined> start="v2">
          {(selected, set) => (
            <StepList
              label="Steps"
              steps={[
                step('tcp', 'ok', 'connected'),
                step('v2', 'failed', 'answered'),
                { step: 'token', state: 'waiting' },
              ]}
              selected={selected}
              onSelect={chosen => set(chosen.step)}
              onOpen={nothing}
            />
          )}
        </Held>
      ),
    },
  },
  {
    of: 'features/doctor/failure-card.tsx',
    isAlone: true,
    states: {
      'the sign-in was refused': () => (
        <FailureCard failure={refused} registry={registry} onRunAgain={nothing} />
      ),
    },
  },
  {
    of: 'features/push/check-line.tsx',
    states: Object.fromEntries(
      (['running', 'passed', 'notice', 'warning', 'decision', 'failed'] as const).map(state => [
        state,
        () => (
          // Its colour reaches to the edges of the sheet.
          <ul style={{ padding: '0 20px' }}>
            <CheckLine check={check(state, 'free', { tag: '1.1.0' })} />
          </ul>
        ),
      ]),
    ),
  },
  {
    of: 'features/push/refused-files.tsx',
    states: {
      two: () => (
        <RefusedFiles
          refused={[
            { fileName: 'notes.txt', error: toErrorInfo(errorOf('invalid-input')) },
            { fileName: 'web-1.1.0.tgz', error: toErrorInfo(errorOf('too-large')) },
          ]}
        />
      ),
    },
  },
  {
    of: 'features/pull/result-line.tsx',
    states: {
      ok: () => (
        <ResultLine mark="check" tone="ok" name="Digest" end="84 ms">
          Matches
        </ResultLine>
      ),
      warn: () => (
        <ResultLine mark="alert" tone="warn" name="Helm">
          Helm 3 does not load this archive
        </ResultLine>
      ),
    },
  },
  {
    of: 'features/transfers/transfer-row.tsx',
    states: {
      running: transferred(transfer),
      waiting: transferred({ ...transfer, state: 'waiting', movedBytes: 0 }),
      failed: transferred({ ...transfer, state: 'failed', endedAtMs: nowMs, error: refused }),
      cancelled: transferred({ ...transfer, state: 'cancelled', endedAtMs: nowMs }),
    },
  },
  {
    of: 'features/import-sign-ins/import-row.tsx',
    states: {
      'a pattern': () => (
        <ul>
          <UnusableRow name="*.acme.example" reason="pattern" />
        </ul>
      ),
      unreadable: () => (
        <ul>
          <UnusableRow name="old.acme.example" reason="unreadable" />
        </ul>
      ),
    },
  },
  {
    of: 'features/registry-page/fact-list.tsx',
    states: {
      several: () => (
        <FactList
          title="Connection"
          facts={[
            { label: 'Protocol', value: 'TLS 1.3' },
            { label: 'Certificate', value: 'Acme Internal CA 2, 319 days left' },
          ]}
          links={[{ text: 'Change…', name: 'Change the connection', onOpen: nothing }]}
        />
      ),
    },
  },
  {
    of: 'features/chart/chart-facts.tsx',
    states: {
      'all of them': () => (
        <ChartFacts
          metadata={{
            name: 'web',
            version: '1.1.0',
            apiVersion: 'v2',
            home: 'https://web.example',
            sources: ['https://code.example/web'],
            keywords: [],
            maintainers: [{ name: 'Ann Example', email: 'ann@web.example' }],
            kubeVersion: '>=1.21.0-0',
            deprecated: false,
            dependencies: [],
          }}
        />
      ),
    },
  },
]
