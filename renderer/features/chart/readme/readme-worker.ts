import { parseReadme } from './parse-readme.ts'

// Says that it is awake: the time it took to load is not the README's.
self.postMessage('ready')
self.addEventListener('message', event => self.postMessage(parseReadme(String(event.data))))
