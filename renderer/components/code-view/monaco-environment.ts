import editorWorkerUrl from './editor-worker.ts?worker&url'
import { startBundledWorker } from '../../lib/bundled-worker.ts'

/**
 * Must be imported before anything of Monaco: it asks for its policies while its modules load. All of them are
 * served by the one policy that the page's CSP names; Monaco builds that markup from escaped text.
 */
const markup = window.trustedTypes?.createPolicy('monaco', { createHTML: html => html })

const servedPolicies: ReadonlySet<string> = new Set([
  'domLineBreaksComputer',
  'editorViewLayer',
  'richScreenReaderContent',
])

window.MonacoEnvironment = {
  getWorker: () => startBundledWorker(editorWorkerUrl),
  createTrustedTypesPolicy: name => (servedPolicies.has(name) ? markup : undefined),
}
