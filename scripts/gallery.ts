import path from 'node:path'
import { createServer } from 'vite'
import { endWith } from '../electron/adapters/end-of-process.ts'

// `npm run gallery`: every component in every state, as its sources are now. Nothing of it is in a package.

const server = await createServer({
  configFile: path.join(import.meta.dirname, '..', 'gallery', 'vite.config.ts'),
  server: { host: '127.0.0.1' },
})
await server.listen()
server.printUrls()
endWith(() => server.close())
