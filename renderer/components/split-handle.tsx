import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import styles from './split-handle.module.css'

type Props = {
  label: string
  width: number
  min: number
  max: number
  /** Which side of the handle the sized pane lies on. */
  pane: 'before' | 'after'
  onWidth: (width: number) => void
}

const clamp = (width: number, min: number, max: number) => Math.min(max, Math.max(min, width))

/** Drags, or with the arrow keys moves, the edge of a pane measured in pixels. */
export function SplitHandle({ label, width, min, max, pane, onWidth }: Props) {
  const start = useRef<{ x: number; width: number } | undefined>(undefined)
  const direction = pane === 'before' ? 1 : -1
  const begin = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, width }
  }
  const drag = (event: PointerEvent) => {
    if (!start.current) return
    onWidth(clamp(start.current.width + direction * (event.clientX - start.current.x), min, max))
  }
  const end = () => {
    start.current = undefined
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowRight: 16, ArrowLeft: -16 }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    onWidth(clamp(width + direction * step, min, max))
  }
  return (
    <div
      className={styles.handle}
      data-side={pane}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(width)}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onPointerDown={begin}
      onPointerMove={drag}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={onKeyDown}
    />
  )
}
