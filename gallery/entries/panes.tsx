import { ChartGlyph } from '../../renderer/components/chart-glyph.tsx'
import { Button } from '../../renderer/components/button.tsx'
import { CodePane } from '../../renderer/components/code-view/code-pane.tsx'
import { CodeView } from '../../renderer/components/code-view/code-view.tsx'
import { prepareText } from '../../renderer/components/code-view/prepare-text.ts'
import type { ViewMemory } from '../../renderer/components/code-view/view-memory.ts'
import { CodeSnippet } from '../../renderer/components/code-snippet.tsx'
import { ExchangeBar } from '../../renderer/components/exchange-bar.tsx'
import { ExchangeList } from '../../renderer/components/exchange-list.tsx'
import { ExchangeView } from '../../renderer/components/exchange-view.tsx'
import { ExchangesPane } from '../../renderer/components/exchanges-pane.tsx'
import { IconButton } from '../../renderer/components/icon-button.tsx'
import { PaneBar } from '../../renderer/components/pane-bar.tsx'
import { Pill } from '../../renderer/components/pill.tsx'
import { SubjectHead } from '../../renderer/components/subject-head.tsx'
import { Tabs } from '../../renderer/components/tabs.tsx'
import { TransferProgress } from '../../renderer/components/transfer-progress.tsx'
import type { Entry } from '../entry.ts'
import { Held, nothing } from '../held.tsx'
import { samples } from '../samples.ts'

const { registry, transfer } = samples
const exchanges = [
  samples.exchange('1', 200),
  samples.exchange('2', 401),
  samples.exchange('3', undefined),
]
const [answered, , unanswered] = exchanges

const yaml = 'replicas: 2 # at least\nimage:\n  repository: web\n  tag: "1.1.0"\n'
const memory: ViewMemory = new Map()

const tabs = (count: number, width: number) => () => (
  <Held start="files">
    {(tab, set) => (
      <div style={{ width }}>
        <Tabs
          label="Chart"
          panelId={`panel-${count}-${width}`}
          selected={tab}
          onSelect={set}
          tabs={[
            { id: 'readme', label: 'Readme' },
            { id: 'files', label: 'Files', count: 14 },
            { id: 'values', label: 'Values' },
            { id: 'dependencies', label: 'Dependencies', count: 2 },
            { id: 'manifest', label: 'Manifest' },
          ].slice(0, count)}
        />
        <div
          id={`panel-${count}-${width}`}
          role="tabpanel"
          aria-labelledby={`panel-${count}-${width}-tab-${tab}`}
          tabIndex={0}
        >
          {tab}
        </div>
      </div>
    )}
  </Held>
)

export const panes: readonly Entry[] = [
  {
    of: 'components/tabs.tsx',
    states: { 'all fit': tabs(3, 420), 'some are in More': tabs(5, 300) },
  },
  {
    of: 'components/pane-bar.tsx',
    states: {
      only: () => (
        <PaneBar>
          <span className="mono">values.yaml</span>
          <span className="grow" />
          <IconButton icon="search" label="Find" />
        </PaneBar>
      ),
    },
  },
  {
    of: 'components/subject-head.tsx',
    states: {
      chart: () => (
        <SubjectHead
          glyph={<ChartGlyph name="web" />}
          name="web"
          count={<Pill>28 versions</Pill>}
          about="Serves pages, and redirects old ones."
          reference="oci://registry.acme.example/platform/web"
          copyLabel="Copy reference"
          actions={<Button variant="primary">Pull…</Button>}
        />
      ),
      'long name': () => (
        <SubjectHead
          glyph={<ChartGlyph name="a" />}
          name={'a-very-long-name-of-a-chart-'.repeat(5)}
          count={<Pill>1 version</Pill>}
          about={'A long line about it. '.repeat(12)}
          reference={`oci://registry.acme.example/${'deep/'.repeat(30)}chart`}
          copyLabel="Copy reference"
          actions={<Button>Pull…</Button>}
        />
      ),
    },
  },
  {
    of: 'components/code-snippet.tsx',
    states: {
      shell: () => (
        <CodeSnippet
          isYaml={false}
          text={'helm pull oci://registry.acme.example/platform/web \\\n  --version 1.1.0'}
        />
      ),
      yaml: () => <CodeSnippet isYaml text={yaml} />,
    },
  },
  {
    of: 'components/code-view/code-view.tsx',
    height: 160,
    states: {
      yaml: () => (
        <CodeView
          prepared={prepareText(yaml)}
          language="yaml"
          label="values.yaml"
          wrap={false}
          memory={memory}
          memoryKey="view"
        />
      ),
    },
  },
  {
    of: 'components/code-view/code-pane.tsx',
    height: 200,
    states: {
      'with a notice': () => (
        <CodePane
          title="values.yaml"
          detail="66 B"
          notice="It starts with a byte order mark."
          text={yaml}
          language="yaml"
          memory={memory}
          memoryKey="pane"
        />
      ),
    },
  },
  {
    of: 'components/exchange-list.tsx',
    height: 240,
    states: {
      'one failed': () => (
        <Held<string | undefined> start="2">
          {(id, set) => (
            <ExchangeList
              label="Requests"
              host={registry.host}
              exchanges={exchanges}
              selectedId={id}
              onSelect={set}
              failedIds={['3']}
            />
          )}
        </Held>
      ),
    },
  },
  {
    of: 'components/exchange-bar.tsx',
    states: {
      'as a user': () =>
        answered && (
          <ExchangeBar exchange={answered} host={registry.host} isWrapped onWrap={nothing} />
        ),
    },
  },
  {
    of: 'components/exchange-view.tsx',
    states: {
      answered: () => answered && <ExchangeView exchange={answered} />,
      'no answer': () => unanswered && <ExchangeView exchange={unanswered} isWrapped={false} />,
    },
  },
  {
    of: 'components/exchanges-pane.tsx',
    height: 320,
    states: {
      several: () => (
        <Held<string | undefined> start="1">
          {(id, set) => (
            <ExchangesPane
              host={registry.host}
              exchanges={exchanges}
              selectedId={id}
              onSelect={set}
            />
          )}
        </Held>
      ),
      none: () => (
        <ExchangesPane
          host={registry.host}
          exchanges={[]}
          selectedId={undefined}
          onSelect={nothing}
        />
      ),
    },
  },
  {
    of: 'components/transfer-progress.tsx',
    states: {
      running: () => <TransferProgress transfer={transfer} />,
      'size not known': () => <TransferProgress transfer={{ ...transfer, totalBytes: 0 }} />,
    },
  },
]
