import { createContext, createElement, type ReactNode, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../../components/copy-button.tsx'
import type { IconName } from '../../../components/icon-paths.ts'
import { Icon } from '../../../components/icon.tsx'
import { ArchiveImage } from './archive-image.tsx'
import { PlacedImage } from './placed-image.tsx'
import type { ReadmeArchive } from './readme-archive.ts'
import { readLink, type ReadmeLink } from './readme-link.ts'
import type { AlertKind, ReadmeElement, ReadmeNode } from './readme-node.ts'
import styles from './readme.module.css'

type Surroundings = {
  archive: ReadmeArchive
  onOpenLink: (link: Extract<ReadmeLink, { url: string }>) => void
  onOpenFile: (path: string) => void
}

const SurroundingsContext = createContext<Surroundings | undefined>(undefined)

const useSurroundings = (): Surroundings => {
  const surroundings = useContext(SurroundingsContext)
  if (!surroundings) throw new Error('a part of a README is rendered within ReadmeDocument')
  return surroundings
}

type Props = Surroundings & { nodes: readonly ReadmeNode[] }

/** Renders what the worker let through: known elements with known attributes, no markup as text. */
export function ReadmeDocument({ nodes, archive, onOpenLink, onOpenFile }: Props) {
  return (
    <SurroundingsContext value={{ archive, onOpenLink, onOpenFile }}>
      <div className={styles.document}>{renderAll(nodes)}</div>
    </SurroundingsContext>
  )
}

const renderAll = (nodes: readonly ReadmeNode[]): ReactNode[] => nodes.map(render)

/** Most of a README is plain elements: a component each would cost more than the rest of the page. */
const render = (node: ReadmeNode, key: number): ReactNode => {
  if (typeof node === 'string') return node
  const { tag, id, children, align } = node
  switch (tag) {
    case 'a':
      return <Anchor key={key} node={node} />
    case 'img':
      return <Image key={key} node={node} />
    case 'input':
      return <Task key={key} isDone={node.checked ?? false} />
    case 'br':
    case 'hr':
      return createElement(tag, { key })
    case 'pre':
      return <CodeBlock key={key} node={node} />
    case 'blockquote':
      return node.alert ? (
        <Alert key={key} kind={node.alert}>
          {renderAll(children)}
        </Alert>
      ) : (
        <blockquote key={key}>{renderAll(children)}</blockquote>
      )
    case 'table':
      // A wide table scrolls by itself, within reach of the keyboard.
      return (
        <div key={key} className={styles.tableBox} tabIndex={0} role="group">
          <table>{renderAll(children)}</table>
        </div>
      )
    case 'td':
    case 'th':
      return cell(node, key)
    case 'span':
      return (
        <span key={key} id={id} className={node.colour && styles[node.colour]}>
          {renderAll(children)}
        </span>
      )
    default:
      return createElement(
        tag,
        {
          key,
          id,
          start: node.start,
          open: node.open,
          'aria-level': node.level,
          style: align && { textAlign: align },
        },
        ...renderAll(children),
      )
  }
}

/** Beyond it a cell has words, no name or number. */
const shortCell = 48

const cell = (node: ReadmeElement, key: number): ReactNode => {
  const { children, align, colSpan, rowSpan } = node
  // A head without words heads nothing.
  const tag = children.length === 0 ? 'td' : node.tag
  const className = isLonger(node, shortCell) ? styles.longCell : undefined
  const style = align && { textAlign: align }
  return createElement(tag, { key, className, colSpan, rowSpan, style }, ...renderAll(children))
}

const lengthOf = (node: ReadmeNode): number =>
  typeof node === 'string'
    ? node.length
    : node.children.reduce((sum: number, child) => sum + lengthOf(child), 0)

const isLonger = (node: ReadmeNode, than: number) => lengthOf(node) > than

const textOf = (node: ReadmeNode): string =>
  typeof node === 'string' ? node : node.children.map(textOf).join('')

function CodeBlock({ node }: { node: ReadmeElement }) {
  const { t } = useTranslation()
  return (
    <div className={styles.codeBox}>
      <pre tabIndex={0}>{renderAll(node.children)}</pre>
      <CopyButton
        className={styles.copyCode}
        text={textOf(node).replace(/\n$/, '')}
        label={t('chart.readme.copyCode')}
      />
    </div>
  )
}

const alertIcons: Readonly<Record<AlertKind, IconName>> = {
  note: 'info',
  tip: 'check',
  important: 'info',
  warning: 'alert',
  caution: 'alert',
}

function Alert({ kind, children }: { kind: AlertKind; children: ReactNode }) {
  const { t } = useTranslation()
  const title = t(`chart.readme.alerts.${kind}`)
  return (
    <div className={`${styles.alert} ${styles[kind]}`} role="note" aria-label={title}>
      <p className={styles.alertTitle}>
        <Icon name={alertIcons[kind]} size={14} />
        {title}
      </p>
      {children}
    </div>
  )
}

function Task({ isDone }: { isDone: boolean }) {
  const { t } = useTranslation()
  return (
    <input
      type="checkbox"
      checked={isDone}
      disabled
      readOnly
      aria-label={t(isDone ? 'chart.readme.done' : 'chart.readme.toDo')}
    />
  )
}

function Anchor({ node }: { node: ReadmeElement }) {
  const { archive, onOpenLink, onOpenFile } = useSurroundings()
  const { id, href = '' } = node
  const children = renderAll(node.children)
  const link = readLink(href, archive.has)
  if (link.kind === 'none')
    return (
      <span id={id} title={href}>
        {children}
      </span>
    )
  const follow = () => {
    if (link.kind === 'file') return onOpenFile(link.path)
    if (link.kind !== 'anchor') return onOpenLink(link)
    document.getElementById(link.id)?.scrollIntoView({ block: 'start' })
  }
  return (
    <button id={id} type="button" role="link" className={styles.link} title={href} onClick={follow}>
      {children}
    </button>
  )
}

/** Of the archive it is shown; from anywhere else it is told. */
function Image({ node }: { node: ReadmeElement }) {
  const { archive } = useSurroundings()
  const { src = '', alt = '', width, height } = node
  const entry = archive.imageAt(src)
  const placed = <PlacedImage alt={alt} src={src} />
  return entry ? (
    <ArchiveImage
      source={archive.source}
      entry={entry}
      alt={alt}
      size={{ width, height }}
      placed={placed}
    />
  ) : (
    placed
  )
}
