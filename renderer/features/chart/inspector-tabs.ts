import { useTab } from '../../lib/place.ts'
import { useViewState } from '../../lib/view-state.ts'
import type { ViewState } from '../../lib/view-states.ts'

export type InspectorTab = ViewState<'inspector.tab'>

export const inspectorTabs = [
  'readme',
  'values',
  'chart-yaml',
  'files',
  'manifest',
] as const satisfies readonly InspectorTab[]

export const isInspectorTab = (id: string): id is InspectorTab =>
  inspectorTabs.some(tab => tab === id)

/** The tab in the address; in a place whose address has none, the last one chosen, whatever was open then. */
export const useInspectorTab = () => {
  const [inAddress, setInAddress] = useTab()
  const [chosen, setChosen] = useViewState('inspector.tab')
  const tab = inAddress !== undefined && isInspectorTab(inAddress) ? inAddress : chosen
  const select = (next: InspectorTab) => {
    setChosen(next)
    setInAddress(next)
  }
  return [tab, select] as const
}
