import bash from 'highlight.js/lib/languages/bash'
import diff from 'highlight.js/lib/languages/diff'
import dockerfile from 'highlight.js/lib/languages/dockerfile'
import go from 'highlight.js/lib/languages/go'
import ini from 'highlight.js/lib/languages/ini'
import json from 'highlight.js/lib/languages/json'
import python from 'highlight.js/lib/languages/python'
import shell from 'highlight.js/lib/languages/shell'
import sql from 'highlight.js/lib/languages/sql'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import { createLowlight } from 'lowlight'
import type { CodeColour, ReadmeNode } from './readme-node.ts'

const lowlight = createLowlight({
  bash,
  diff,
  dockerfile,
  go,
  ini,
  json,
  python,
  shell,
  sql,
  xml,
  yaml,
})
lowlight.registerAlias({ bash: ['terminal', 'cmd'] })

/** By highlight.js' names of what it finds; the first that is known counts. */
const colours: Readonly<Record<string, CodeColour>> = {
  'hljs-attr': 'key',
  'hljs-attribute': 'key',
  'hljs-name': 'key',
  'hljs-section': 'key',
  'hljs-title': 'key',
  'hljs-property': 'key',
  'hljs-string': 'string',
  'hljs-regexp': 'string',
  'hljs-number': 'number',
  'hljs-variable': 'number',
  'hljs-template-variable': 'number',
  'hljs-literal': 'keyword',
  'hljs-keyword': 'keyword',
  'hljs-built_in': 'keyword',
  'hljs-type': 'keyword',
  'hljs-comment': 'comment',
  'hljs-meta': 'punctuation',
  'hljs-bullet': 'punctuation',
  'hljs-punctuation': 'punctuation',
  'hljs-addition': 'added',
  'hljs-deletion': 'removed',
}

type HighlightNode = {
  type: string
  value?: string
  properties?: { className?: unknown }
  children?: readonly HighlightNode[]
}

const colourOf = ({ properties }: HighlightNode): CodeColour | undefined => {
  const names = Array.isArray(properties?.className) ? properties.className : []
  for (const name of names) {
    const colour = typeof name === 'string' ? colours[name] : undefined
    if (colour) return colour
  }
  return undefined
}

const toNodes = (nodes: readonly HighlightNode[]): ReadmeNode[] =>
  nodes.flatMap(node => {
    if (node.type === 'text') return [node.value ?? '']
    const children = toNodes(node.children ?? [])
    const colour = colourOf(node)
    return colour ? [{ tag: 'span' as const, colour, children }] : children
  })

/** Beyond it colours help nobody to read. */
const longestChars = 20_000

/** The text of a code block with its colours; undefined where its language is none that we know. */
export const colourCode = (text: string, language: string): ReadmeNode[] | undefined => {
  if (text.length > longestChars || !lowlight.registered(language)) return undefined
  return toNodes(lowlight.highlight(language, text).children)
}
