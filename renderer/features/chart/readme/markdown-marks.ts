import { alertKinds, type AlertKind, type ReadmeNode } from './readme-node.ts'

type Children = readonly ReadmeNode[]

/** Replaces the text that a box begins with, in its first paragraph where it has one. */
const withStart = (
  children: Children,
  change: (text: string) => readonly ReadmeNode[],
): Children => {
  const at = children.findIndex(node => typeof node !== 'string' || node.trim() !== '')
  const first = children[at]
  if (first === undefined) return children
  const replaced =
    typeof first === 'string'
      ? change(first)
      : first.tag === 'p'
        ? [{ ...first, children: withStart(first.children, change) }]
        : [first]
  return [...children.slice(0, at), ...replaced, ...children.slice(at + 1)]
}

const alertMark = /^\s*\[!([a-z]+)\][ \t]*(?:\n|$)/i

/** A quote that begins with `[!WARNING]` on a line of its own, without that line. */
export const alertOf = (children: Children): { alert?: AlertKind; children: Children } => {
  let alert: AlertKind | undefined
  const rest = withStart(children, text => {
    const [mark = '', name = ''] = alertMark.exec(text) ?? []
    alert = alertKinds.find(kind => kind === name.toLowerCase())
    if (!alert) return [text]
    return mark.length === text.length ? [] : [text.slice(mark.length)]
  }).filter(isNoEmptyParagraph)
  return alert ? { alert, children: rest } : { children }
}

const isNoEmptyParagraph = (node: ReadmeNode) =>
  typeof node === 'string' || node.tag !== 'p' || node.children.length > 0

const taskMark = /^\s*\[([ xX])\]\s+/

/** A list item that begins with `[ ]` or `[x]`: its box, then its words. */
export const taskOf = (children: Children): Children =>
  withStart(children, text => {
    const [mark, state] = taskMark.exec(text) ?? []
    if (mark === undefined) return [text]
    return [{ tag: 'input', checked: state !== ' ', children: [] }, ` ${text.slice(mark.length)}`]
  })
