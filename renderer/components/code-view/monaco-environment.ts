import editorWorkerUrl from './editor-worker.ts?worker&url'
import { startBundledWorker } from '../../lib/bundled-worker.ts'

/**
 * Must run before anything of Monaco does. All its policies are served by the one that the page's CSP names;
 * Monaco builds that markup from escaped text.
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
