import { Suspense, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { NativeMenu } from './actions/native-menu.tsx'
import { ActionsContext, useActions } from './actions/use-actions.ts'
import { useActionKeys } from './actions/use-action-keys.ts'
import { EmptyState } from './components/empty-state.tsx'
import { FaultBoundary, type RenderFault } from './components/fault-boundary.tsx'
import { FaultLine } from './components/fault-line.tsx'
import { FootRow } from './components/foot-row.tsx'
import { Popover } from './components/popover.tsx'
import { Loading } from './components/query-view.tsx'
import { RegistryScreen } from './features/catalog/registry-screen.tsx'
import { Sidebar } from './features/catalog/sidebar.tsx'
import { CopyMenu } from './features/copy/copy-menu.tsx'
import { FirstRun } from './features/first-run/first-run.tsx'
import { DraftStrip } from './features/push/draft-strip.tsx'
import { usePushChart } from './features/push/use-push-chart.ts'
import { SignInStrip } from './features/sign-ins/sign-in-strip.tsx'
import { Centre } from './features/shell/centre.tsx'
import { DataNotice } from './features/shell/data-notice.tsx'
import { Frame } from './features/shell/frame.tsx'
import { SettingsMenu } from './features/shell/settings-menu.tsx'
import { StatusBar } from './features/shell/status-bar.tsx'
import { TitleBar } from './features/shell/title-bar.tsx'
import { useWindowTitle } from './features/shell/use-window-title.ts'
import { useRefresh } from './features/shell/use-refresh.ts'
import { useActedOnPlace, useWindowActions } from './use-window-actions.ts'
import { useLayout, type Layout } from './features/shell/use-layout.ts'
import { TransfersStatusItem } from './features/transfers/status-item.tsx'
import { TransfersPanel } from './features/transfers/transfers-panel.tsx'
import { useIsOpening } from './features/versions/use-is-opening.ts'
import { useSelectedVersion } from './features/versions/use-selected-version.ts'
import { VersionsScreen } from './features/versions/versions-screen.tsx'
import type { Registry } from '../shared/ipc/schemas/registries.ts'
import { lazyView } from './lib/lazy-view.tsx'
import { focusPane } from './lib/panes.ts'
import { placeHref, useGoTo, usePlace, type Place, type RegistryPlace } from './lib/place.ts'
import { useRegistryView } from './lib/registry-view.ts'

const RegistryPage = lazyView(
  async () => (await import('./features/registry-page/registry-page.tsx')).RegistryPage,
)
const DoctorScreen = lazyView(
  async () => (await import('./features/doctor/doctor-screen.tsx')).DoctorScreen,
)
const DoctorInspector = lazyView(
  async () => (await import('./features/doctor/doctor-inspector.tsx')).DoctorInspector,
)
const PageInspector = lazyView(
  async () => (await import('./features/registry-page/page-inspector.tsx')).PageInspector,
)
const Inspector = lazyView(async () => (await import('./features/chart/inspector.tsx')).Inspector)

const showFaultLine: RenderFault = fault => <FaultLine {...fault} />

function Transfers() {
  return (
    <FaultBoundary part="transfers">
      <TransfersPanel />
    </FaultBoundary>
  )
}

function ActionRow({ id }: { id: 'pushChart' | 'showLog' }) {
  const action = useActions()(id)
  return action?.icon && <FootRow icon={action.icon} label={action.label} onClick={action.run} />
}

function Foot() {
  const { t } = useTranslation()
  return (
    <>
      <ActionRow id="pushChart" />
      <Popover
        label={t('shell.transfers')}
        trigger={<FootRow icon="transfers" label={t('shell.transfers')} />}
      >
        <Transfers />
      </Popover>
      <ActionRow id="showLog" />
      <SettingsMenu />
    </>
  )
}

type VersionPlace = Place & { kind: 'version' }
type RepositoryPlace = Place & { kind: 'repository' }

/** By digest as soon as it is known: then nothing is read twice. */
function VersionInspector({ place }: { place: VersionPlace }) {
  const { registryId, repository, reference } = place
  const { digest, isFailed } = useSelectedVersion(place, reference)
  const known = digest ?? (isFailed ? reference : undefined)
  return (
    <Inspector
      source={
        known === undefined
          ? undefined
          : { from: 'registry', registryId, repository, reference: known }
      }
    />
  )
}

/** The pane stays from chart to chart, whatever the registry takes: what lies beside it does not move. */
function RepositoryInspector({ place }: { place: RepositoryPlace }) {
  const { t } = useTranslation()
  const isOpening = useIsOpening(place)
  return isOpening ? (
    <Inspector source={undefined} />
  ) : (
    <EmptyState title={t('versions.noVersion')}>{t('versions.noVersionAdvice')}</EmptyState>
  )
}

type VersionsProps = {
  place: Place & { kind: 'repository' | 'version' }
  registry: Registry
  layout: Layout
}

function Versions({ place, registry, layout }: VersionsProps) {
  const { registryId, repository } = place
  return (
    <VersionsScreen
      key={`${registryId}/${repository}`}
      registry={registry}
      repository={repository}
      reference={place.kind === 'version' ? place.reference : undefined}
      onOpen={() => {
        layout.inspector.show()
        focusPane('inspector')
      }}
      renderCopy={version => <CopyMenu version={version} />}
    />
  )
}

type RegistryProps = { place: RegistryPlace; registry: Registry; layout: Layout }

/** Its own page, its repositories or the doctor. */
function RegistryCentre({ place, registry, layout }: RegistryProps) {
  const { t } = useTranslation()
  const view = useRegistryView(place)
  const { registryId, namespace, subject } = place
  if (view === 'pending') return <Loading slow={t('catalog.slow', { host: registry.host })} />
  if (view === 'about')
    return (
      <Suspense>
        <RegistryPage key={registryId} registry={registry} onOpen={layout.inspector.show} />
      </Suspense>
    )
  if (view === 'doctor')
    return (
      <Suspense>
        <DoctorScreen
          key={`${registryId}/${subject}`}
          registry={registry}
          repository={subject}
          onOpen={layout.inspector.show}
        />
      </Suspense>
    )
  return (
    <RegistryScreen key={`${registryId}/${namespace}`} registry={registry} namespace={namespace} />
  )
}

/** What lies beside the centre; undefined where it has all the room. */
const useInspector = (place: Place): ReactNode | undefined => {
  const { t } = useTranslation()
  const view = useRegistryView(place)
  if (place.kind === 'version' || place.kind === 'repository')
    return (
      <Suspense fallback={<Loading slow={t('chart.slow')} />}>
        {place.kind === 'version' ? (
          <VersionInspector place={place} />
        ) : (
          <RepositoryInspector place={place} />
        )}
      </Suspense>
    )
  if (place.kind !== 'registry') return undefined
  const { registryId, subject } = place
  if (view === 'about')
    return (
      <Suspense>
        <PageInspector key={registryId} registryId={registryId} />
      </Suspense>
    )
  return view === 'doctor' ? (
    <Suspense>
      <DoctorInspector registryId={registryId} repository={subject} />
    </Suspense>
  ) : undefined
}

/** The window: each pane gets its feature. */
export function AppFrame() {
  const layout = useLayout()
  const place = usePlace()
  const inspector = useInspector(place)
  const goTo = useGoTo()
  const { fileNameOf } = usePushChart()
  useWindowTitle(fileNameOf)
  const refresh = useRefresh()
  const actions = useWindowActions({ layout, hasInspector: inspector !== undefined, refresh })
  useActionKeys(actions)
  useActedOnPlace(place)
  const subject = placeHref(place)
  return (
    <ActionsContext value={actions}>
      <NativeMenu />
      <Frame
        layout={layout}
        titleBar={
          <FaultBoundary part="title-bar" subject={subject} renderFault={showFaultLine}>
            <TitleBar layout={layout} isRefreshing={refresh.isRefreshing} />
          </FaultBoundary>
        }
        sidebar={
          <FaultBoundary part="sidebar">
            <Sidebar onChosen={layout.sidebar.hideOverlay} foot={<Foot />} />
          </FaultBoundary>
        }
        inspector={
          inspector && (
            <FaultBoundary part="inspector" subject={subject}>
              {inspector}
            </FaultBoundary>
          )
        }
        statusBar={
          <FaultBoundary part="status-bar" subject={subject} renderFault={showFaultLine}>
            <StatusBar transfers={<TransfersStatusItem panel={<Transfers />} />} />
          </FaultBoundary>
        }
      >
        <FaultBoundary part="centre" subject={subject}>
          <DataNotice />
          <SignInStrip />
          <Centre
            home={<FirstRun />}
            draft={
              place.kind === 'draft' && (
                <>
                  <DraftStrip draftId={place.draftId} onClose={() => goTo({ kind: 'home' })} />
                  <Suspense>
                    <Inspector source={{ from: 'draft', draftId: place.draftId }} />
                  </Suspense>
                </>
              )
            }
            renderRegistry={(registryPlace, registry) => (
              <RegistryCentre place={registryPlace} registry={registry} layout={layout} />
            )}
            renderVersions={(versions, registry) => (
              <Versions place={versions} registry={registry} layout={layout} />
            )}
          />
        </FaultBoundary>
      </Frame>
    </ActionsContext>
  )
}
