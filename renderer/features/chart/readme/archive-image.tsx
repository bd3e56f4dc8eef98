import { type ReactNode, useState } from 'react'
import type { ArchiveEntry, ChartSource } from '../../../../shared/ipc/schemas/charts.ts'
import { useArchiveImage } from '../chart-queries.ts'
import styles from './readme.module.css'

type Props = {
  source: ChartSource
  entry: ArchiveEntry
  alt: string
  size: { width: number | undefined; height: number | undefined }
  /** Shown instead where the file is no image that can be shown. */
  placed: ReactNode
}

/** An image that lies in the archive. As an image, not as a document: an SVG can run and load nothing there. */
export function ArchiveImage({ source, entry, alt, size, placed }: Props) {
  const image = useArchiveImage(source, entry.index)
  const [isBroken, setIsBroken] = useState(false)
  if (image.isPending)
    return <span className={styles.awaited} style={{ ...size, maxWidth: '100%' }} />
  if (image.data?.kind !== 'image' || isBroken) return placed
  const { mediaType, base64 } = image.data
  return (
    <img
      src={`data:${mediaType};base64,${base64}`}
      alt={alt}
      {...size}
      className={styles.shown}
      decoding="async"
      draggable={false}
      onError={() => setIsBroken(true)}
    />
  )
}
