import { useState } from 'react'

export const inspectorTabs = ['readme', 'values', 'chart-yaml', 'files', 'manifest'] as const
export type InspectorTab = (typeof inspectorTabs)[number]

export const isInspectorTab = (id: string): id is InspectorTab =>
  inspectorTabs.some(tab => tab === id)

/** The last one chosen, whatever was open then: another version opens on the same tab. */
let lastTab: InspectorTab = 'readme'

export const useInspectorTab = () => {
  const [tab, setTab] = useState(lastTab)
  const select = (next: InspectorTab) => {
    lastTab = next
    setTab(next)
  }
  return [tab, select] as const
}
