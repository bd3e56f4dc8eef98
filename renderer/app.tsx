import { AppDialogs } from './app-dialogs.tsx'
import { AppFrame } from './app-frame.tsx'
import { Announcer } from './components/announcer.tsx'
import { Toaster } from './components/toaster.tsx'
import { TooltipProvider } from './components/tooltip.tsx'
import { DropLayer } from './features/push/drop-layer.tsx'
import { SessionGate } from './features/shell/session-gate.tsx'
import { useLastPlace } from './lib/last-place.ts'
import { OverlayProvider } from './lib/overlay.tsx'
import { useGoTo, usePlace, type Place } from './lib/place.ts'
import { useAppWatch } from './lib/watch-app.ts'

/** Where a file goes that is dropped on no row: the namespace that is open. */
const openTargetOf = (place: Place) => {
  if (place.kind === 'home' || place.kind === 'draft') return undefined
  const { registryId } = place
  if (place.kind === 'registry') return { registryId, namespace: place.namespace }
  return { registryId, namespace: place.repository.split('/').slice(0, -1).join('/') }
}

function Window() {
  useAppWatch()
  useLastPlace()
  const goTo = useGoTo()
  const place = usePlace()
  return (
    <DropLayer
      openTarget={openTargetOf(place)}
      onPushed={({ registryId, repository, tag }) =>
        goTo({ kind: 'version', registryId, repository, reference: tag })
      }
      onInspect={draftId => goTo({ kind: 'draft', draftId })}
    >
      <AppFrame />
      <AppDialogs />
    </DropLayer>
  )
}

/** Composes the features: none of them knows another. */
export function App() {
  return (
    <TooltipProvider>
      <SessionGate>
        <OverlayProvider>
          <Window />
        </OverlayProvider>
      </SessionGate>
      <Toaster />
      <Announcer />
    </TooltipProvider>
  )
}
