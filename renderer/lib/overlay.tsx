import { createContext, use, useMemo, useState, type ReactNode } from 'react'
import type { Overlay } from './overlay-kinds.ts'

type Overlays = {
  readonly overlay: Overlay | undefined
  readonly open: (overlay: Overlay) => void
  readonly close: () => void
}

const OverlayContext = createContext<Overlays>({
  overlay: undefined,
  open: () => undefined,
  close: () => undefined,
})

export function OverlayProvider({ children }: { children: ReactNode }) {
  const [overlay, setOverlay] = useState<Overlay>()
  const overlays = useMemo(
    () => ({ overlay, open: setOverlay, close: () => setOverlay(undefined) }),
    [overlay],
  )
  return <OverlayContext value={overlays}>{children}</OverlayContext>
}

export const useOverlay = (): Overlays => use(OverlayContext)
