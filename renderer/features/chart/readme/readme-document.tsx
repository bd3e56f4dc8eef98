import { createElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/icon.tsx'
import { readLink, type ReadmeLink } from './readme-link.ts'
import type { ReadmeElement, ReadmeNode } from './readme-node.ts'
import styles from './readme.module.css'

type OpenLink = (link: Extract<ReadmeLink, { url: string }>) => void

/** Renders what the worker let through: known elements with known attributes, no markup as text. */
export function ReadmeDocument({
  nodes,
  onOpenLink,
}: {
  nodes: readonly ReadmeNode[]
  onOpenLink: OpenLink
}) {
  return <div className={styles.document}>{renderAll(nodes, onOpenLink)}</div>
}

const renderAll = (nodes: readonly ReadmeNode[], onOpenLink: OpenLink): ReactNode[] =>
  nodes.map((node, position) =>
    typeof node === 'string' ? node : <Part key={position} node={node} onOpenLink={onOpenLink} />,
  )

function Part({ node, onOpenLink }: { node: ReadmeElement; onOpenLink: OpenLink }) {
  const { tag, id, start, level } = node
  if (tag === 'img') return <PlacedImage alt={node.alt ?? ''} src={node.src ?? ''} />
  if (tag === 'input') return <Task isDone={node.checked ?? false} />
  if (tag === 'br' || tag === 'hr') return createElement(tag)
  const children = renderAll(node.children, onOpenLink)
  if (tag === 'td' || tag === 'th') return <Cell node={node}>{children}</Cell>
  if (tag === 'a')
    return (
      <Anchor id={id} href={node.href ?? ''} onOpenLink={onOpenLink}>
        {children}
      </Anchor>
    )
  const element = createElement(tag, { id, start, 'aria-level': level }, ...children)
  if (tag === 'pre')
    return (
      <pre id={id} tabIndex={0}>
        {children}
      </pre>
    )
  // A wide table scrolls by itself, within reach of the keyboard.
  return tag === 'table' ? (
    <div className={styles.tableBox} tabIndex={0} role="group">
      {element}
    </div>
  ) : (
    element
  )
}

/** Beyond it a cell has words, no name or number. */
const shortCell = 48

function Cell({ node, children }: { node: ReadmeElement; children: ReactNode[] }) {
  // A head without words heads nothing.
  const tag = node.children.length === 0 ? 'td' : node.tag
  const className = textOf(node).length > shortCell ? styles.longCell : undefined
  return createElement(
    tag,
    { className, style: node.align && { textAlign: node.align } },
    ...children,
  )
}

const textOf = (node: ReadmeNode): string =>
  typeof node === 'string' ? node : node.children.map(textOf).join('')

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

function Anchor(props: {
  id: string | undefined
  href: string
  onOpenLink: OpenLink
  children: ReactNode
}) {
  const { id, href, onOpenLink, children } = props
  const link = readLink(href)
  if (link.kind === 'none')
    return (
      <span id={id} title={href}>
        {children}
      </span>
    )
  const follow = () => {
    if (link.kind !== 'anchor') return onOpenLink(link)
    document.getElementById(link.id)?.scrollIntoView({ block: 'start' })
  }
  return (
    <button id={id} type="button" role="link" className={styles.link} title={href} onClick={follow}>
      {children}
    </button>
  )
}

/** Images are never fetched: what they show, and where they would come from. */
function PlacedImage({ alt, src }: { alt: string; src: string }) {
  const { t } = useTranslation()
  return (
    <span className={styles.image} title={src}>
      <Icon name="image" size={14} />
      <span className="sr">{t('chart.readme.image')}</span>
      <span>{alt === '' ? t('chart.readme.imageWithoutText') : alt}</span>
      <span className={styles.imageSource}>{src}</span>
    </span>
  )
}
