import { ChartGlyph } from '../../renderer/components/chart-glyph.tsx'
import { Countdown, ContinuesIn } from '../../renderer/components/continues-in.tsx'
import { Digest } from '../../renderer/components/digest.tsx'
import { iconNames } from '../../renderer/components/icon-paths.ts'
import { Icon } from '../../renderer/components/icon.tsx'
import { InspectorFoot } from '../../renderer/components/inspector-foot.tsx'
import { Kbd } from '../../renderer/components/kbd.tsx'
import { KeyHints } from '../../renderer/components/key-hints.tsx'
import { Logo } from '../../renderer/components/logo.tsx'
import { NextTry } from '../../renderer/components/next-try.tsx'
import { Pill } from '../../renderer/components/pill.tsx'
import { ProgressBar } from '../../renderer/components/progress-bar.tsx'
import { Ring } from '../../renderer/components/ring.tsx'
import { Skeleton, SkeletonRows } from '../../renderer/components/skeleton.tsx'
import { StatusDot } from '../../renderer/components/status-dot.tsx'
import type { Entry } from '../entry.ts'
import { nothing } from '../held.tsx'
import { Row } from '../row.tsx'
import { samples } from '../samples.ts'

export const marks: readonly Entry[] = [
  {
    of: 'components/icon.tsx',
    states: {
      'all of them': () => (
        <Row>
          {iconNames.map(name => (
            <Icon key={name} name={name} />
          ))}
        </Row>
      ),
      'at 12, 14, 16 and 20': () => (
        <Row>
          {([12, 14, 16, 20] as const).map(size => (
            <Icon key={size} name="search" size={size} />
          ))}
        </Row>
      ),
    },
  },
  {
    of: 'components/chart-glyph.tsx',
    states: {
      'of several names': () => (
        <Row>
          {['web', 'cache', 'queue', 'pages', 'store', 'mail', 'search', 'proxy'].map(name => (
            <ChartGlyph key={name} name={name} />
          ))}
        </Row>
      ),
      small: () => <ChartGlyph name="web" size={20} />,
    },
  },
  { of: 'components/logo.tsx', states: { only: () => <Logo /> } },
  {
    of: 'components/status-dot.tsx',
    states: {
      ok: () => <StatusDot tone="ok" />,
      warn: () => <StatusDot tone="warn" />,
      bad: () => <StatusDot tone="bad" />,
      off: () => <StatusDot tone="off" />,
    },
  },
  {
    of: 'components/pill.tsx',
    states: {
      neutral: () => <Pill>application</Pill>,
      warn: () => <Pill tone="warn">deprecated</Pill>,
      bad: () => <Pill tone="bad">differs</Pill>,
      accent: () => <Pill tone="accent">recommended</Pill>,
    },
  },
  { of: 'components/kbd.tsx', states: { 'several keys': () => <Kbd keys="Ctrl Shift P" /> } },
  {
    of: 'components/key-hints.tsx',
    states: {
      several: () => (
        <KeyHints
          hints={[
            { keys: ['↑', '↓'], label: 'to move' },
            { keys: ['Enter'], label: 'to open' },
          ]}
        />
      ),
    },
  },
  {
    of: 'components/digest.tsx',
    states: {
      short: () => <Digest digest={samples.digest} />,
      full: () => <Digest digest={samples.digest} isFull />,
    },
  },
  {
    of: 'components/progress-bar.tsx',
    states: {
      'at the start': () => <ProgressBar label="Downloading web" value={0} max={100} />,
      'on its way': () => <ProgressBar label="Downloading web" value={42} max={100} width={240} />,
      'at the end': () => <ProgressBar label="Downloading web" value={100} max={100} />,
    },
  },
  {
    of: 'components/ring.tsx',
    states: { 'at 14': () => <Ring />, 'at 16': () => <Ring size={16} /> },
  },
  {
    of: 'components/skeleton.tsx',
    states: { 'one bar': () => <Skeleton width={120} />, rows: () => <SkeletonRows rows={3} /> },
  },
  {
    of: 'components/continues-in.tsx',
    states: {
      sentence: () => (
        <p>
          <ContinuesIn error={samples.errorOf('rate-limited')} onContinue={nothing} />
        </p>
      ),
      'more than a minute': () => <Countdown leftMs={95_000} />,
    },
  },
  {
    of: 'components/next-try.tsx',
    states: { waiting: () => <NextTry error={samples.errorOf('unreachable')} onRetry={nothing} /> },
  },
  {
    of: 'components/inspector-foot.tsx',
    states: { only: () => <InspectorFoot icon="lock" text="Saved in the system's keychain" /> },
  },
]
