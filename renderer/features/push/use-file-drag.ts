import { useEffect, useRef, useState } from 'react'
import type { Target } from '../../../shared/ipc/schemas/transfers.ts'
import { carriesFiles, countFiles, dropPlace, rowOf, targetOf } from './drop-target.ts'
import { filesOf, type HandedOver } from './dropped-files.ts'

/** Files in the air: how many, and the row under the pointer where there is one. */
export type FileDrag = { readonly count: number; readonly target: Target | undefined }

type OnDrop = (files: HandedOver[], target: Target | undefined) => void

const sameTarget = (a: Target | undefined, b: Target | undefined) =>
  a?.registryId === b?.registryId && a?.namespace === b?.namespace

/**
 * Watches files dragged over the window. The sidebar's row of the target carries `data-drop-active`. A drop of anything
 * else is refused, so that no link and no file can take the page away.
 */
export const useFileDrag = (isEnabled: boolean, onDrop: OnDrop): FileDrag | undefined => {
  const [drag, setDrag] = useState<FileDrag>()
  const latest = useRef(onDrop)
  useEffect(() => {
    latest.current = onDrop
  })
  useEffect(() => {
    let marked: HTMLElement | undefined
    const mark = (row: HTMLElement | undefined) => {
      if (row === marked) return
      marked?.removeAttribute('data-drop-active')
      row?.setAttribute('data-drop-active', '')
      marked = row
    }
    const end = () => {
      mark(undefined)
      setDrag(undefined)
    }
    const over = (event: DragEvent) => {
      event.preventDefault()
      const { dataTransfer } = event
      if (!dataTransfer) return
      if (!isEnabled || !carriesFiles(dataTransfer)) {
        dataTransfer.dropEffect = 'none'
        return
      }
      dataTransfer.dropEffect = 'copy'
      const place = dropPlace(event.target)
      mark(place && rowOf(place))
      const next = { count: countFiles(dataTransfer), target: place && targetOf(place) }
      setDrag(now =>
        now && now.count === next.count && sameTarget(now.target, next.target) ? now : next,
      )
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) end()
    }
    const drop = (event: DragEvent) => {
      event.preventDefault()
      const place = dropPlace(event.target)
      end()
      if (!isEnabled || !carriesFiles(event.dataTransfer)) return
      latest.current(filesOf(event.dataTransfer), place && targetOf(place))
    }
    const listeners = { dragenter: over, dragover: over, dragleave: leave, drop, dragend: end }
    const entries = Object.entries(listeners) as [keyof typeof listeners, (e: DragEvent) => void][]
    for (const [name, listener] of entries) window.addEventListener(name, listener)
    return () => {
      end()
      for (const [name, listener] of entries) window.removeEventListener(name, listener)
    }
  }, [isEnabled])
  return drag
}
