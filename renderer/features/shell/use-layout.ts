import { useState } from 'react'
import { useMedia } from '../../lib/use-media.ts'
import { focusPane } from '../../lib/panes.ts'
import { useViewState } from '../../lib/view-state.ts'

type PaneLayout = {
  readonly width: number
  readonly setWidth: (width: number) => void
  readonly limits: { readonly min: number; readonly max: number }
  readonly isOpen: boolean
  readonly mode: 'beside' | 'overlay'
  readonly toggle: () => void
  readonly show: () => void
  /** Closes it where it covers the centre; beside the centre it stays. */
  readonly hideOverlay: () => void
}
export type Layout = { readonly sidebar: PaneLayout; readonly inspector: PaneLayout }

type Measures = { min: number; max: number; overlayBelow: string }

const usePane = (
  name: 'sidebar' | 'inspector',
  { min, max, overlayBelow }: Measures,
): PaneLayout => {
  const isNarrow = useMedia(`(max-width: ${overlayBelow})`)
  const [width, setWidth] = useViewState(`${name}.width`)
  const [isBesideOpen, setBesideOpen] = useViewState(`${name}.open`)
  const [isOverlayOpen, setOverlayOpen] = useState(false)
  const isOpen = isNarrow ? isOverlayOpen : isBesideOpen
  const setOpen = isNarrow ? setOverlayOpen : setBesideOpen
  return {
    width,
    setWidth,
    limits: { min, max },
    isOpen,
    mode: isNarrow ? 'overlay' : 'beside',
    toggle: () => {
      setOpen(!isOpen)
      // Its button has gone, or it covers what had the focus.
      if (!isOpen && (isNarrow || name === 'sidebar')) focusPane(name)
    },
    show: () => setOpen(true),
    hideOverlay: () => setOverlayOpen(false),
  }
}

/** Widths and what is folded. Below 1180 the inspector covers the centre, below 900 the sidebar folds. */
export const useLayout = (): Layout => ({
  sidebar: usePane('sidebar', { min: 180, max: 360, overlayBelow: '899.98px' }),
  inspector: usePane('inspector', { min: 360, max: 720, overlayBelow: '1179.98px' }),
})
