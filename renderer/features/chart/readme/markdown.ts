import MarkdownIt from 'markdown-it'
import footnotes from 'markdown-it-footnote'
import { asOrdinary, isHtmlElement } from './html-elements.ts'

/**
 * A whole tag as CommonMark defines it, a comment, an instruction, or a `<` that begins none of them.
 * https://spec.commonmark.org/0.31.2/#raw-html
 */
const htmlPart =
  /<(\/?)([a-z][\w:.-]*)((?:\s+[a-z_:@][\w.:@-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*)(\/?)>|<!--[^]*?-->|<[!?][^>]*>|</gi

/**
 * Leaves whole tags of real elements only. `<your-name>` is a placeholder that somebody wrote without backticks, and an
 * open quote or comment would take the rest of the README with it: both are shown as they are written.
 */
const tidyHtml = (html: string): string =>
  html.replace(
    htmlPart,
    (part, slash: string | undefined, name: string | undefined, rest: string | undefined) => {
      if (name === undefined) return part === '<' ? '&lt;' : ''
      const tag = name.toLowerCase()
      if (!isHtmlElement(tag)) return `&lt;${part.slice(1)}`
      return `<${slash}${asOrdinary(tag)}${rest}>`
    },
  )

/** Nobody sees what lies in them, so none stays open beyond its own block. */
const closeWordless = (html: string): string =>
  /<x-(?:script|style)/.test(html) ? `${html}</x-script></x-style>` : html

const createMarkdown = () => {
  const markdown = new MarkdownIt({ html: true, linkify: true }).use(footnotes)
  // `values.yaml` and `README.md` are no hosts.
  markdown.linkify.set({ fuzzyLink: false })
  // Addresses stay as they are written: the view judges them.
  markdown.validateLink = () => true
  markdown.normalizeLink = address => address
  markdown.normalizeLinkText = address => address
  markdown.renderer.rules.html_inline = (tokens, at) => tidyHtml(tokens[at]?.content ?? '')
  markdown.renderer.rules.html_block = (tokens, at) =>
    closeWordless(tidyHtml(tokens[at]?.content ?? ''))
  return markdown
}

const markdown = createMarkdown()

/** GitHub's Markdown to HTML that is not safe yet: `readmeTree` takes only what it knows from it. */
export const markdownToHtml = (text: string): string => markdown.render(text)
