import { useState } from 'react'
import { useTab } from '../../lib/place.ts'

export const inspectorTabs = ['readme', 'values', 'chart-yaml', 'files', 'manifest'] as const
export type InspectorTab = (typeof inspectorTabs)[number]

export const isInspectorTab = (id: string): id is InspectorTab =>
  inspectorTabs.some(tab => tab === id)

/** The last one chosen, whatever was open then: another version opens on the same tab. */
let lastTab: InspectorTab = 'readme'

/** The tab in the address; in a place whose address has none, the last one chosen. */
export const useInspectorTab = () => {
  const [inAddress, setInAddress] = useTab()
  const [chosen, setChosen] = useState(lastTab)
  const tab = inAddress !== undefined && isInspectorTab(inAddress) ? inAddress : chosen
  const select = (next: InspectorTab) => {
    lastTab = next
    setChosen(next)
    setInAddress(next)
  }
  return [tab, select] as const
}
