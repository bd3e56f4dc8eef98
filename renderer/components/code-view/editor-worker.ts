// Bundled as a file of its own: the page's CSP allows neither blob nor data workers.
import 'monaco-editor/editor/editor.worker.js'
