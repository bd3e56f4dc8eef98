import type { Target } from '../../../shared/ipc/schemas/transfers.ts'

/** The row or pane under the pointer that files can be dropped on. */
export const dropPlace = (under: EventTarget | null): HTMLElement | undefined => {
  const place = under instanceof Element ? under.closest('[data-drop-registry]') : null
  return place instanceof HTMLElement ? place : undefined
}

export const targetOf = (place: HTMLElement): Target => ({
  registryId: place.dataset['dropRegistry'] ?? '',
  namespace: place.dataset['dropNamespace'] ?? '',
})

/** The sidebar's row of a place: the namespace itself, not the repositories and panes that stand for it. */
export const rowOf = (place: HTMLElement): HTMLElement | undefined => {
  const { registryId, namespace } = targetOf(place)
  const rows = document.querySelectorAll<HTMLElement>('[role="treeitem"][data-drop-registry]')
  return [...rows].find(
    ({ dataset }) =>
      dataset['dropRegistry'] === registryId && dataset['dropNamespace'] === namespace,
  )
}

/** Names and contents are not known while a drag is in the air: only how many files, and that they are files. */
export const countFiles = (transfer: DataTransfer): number =>
  [...transfer.items].filter(item => item.kind === 'file').length

export const carriesFiles = (transfer: DataTransfer | null): transfer is DataTransfer =>
  transfer?.types.includes('Files') ?? false
