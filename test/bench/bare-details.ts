import { Agent, get } from 'node:http'

// The floor for version details: a manifest and its config for each tag, six at a time, keep-alive, nothing else.

const [host = '', repository = '', ...tags] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: 6 })

const read = (path: string, accept: string) =>
  new Promise<string>((resolve, reject) => {
    const [name, port] = host.split(':')
    get({ host: name, port, path, agent, headers: { accept } }, async answer => {
      let text = ''
      for await (const chunk of answer) text += chunk
      resolve(text)
    }).on('error', reject)
  })

const started = performance.now()
const waiting = [...tags]
await Promise.all(
  Array.from({ length: 6 }, async () => {
    for (let tag = waiting.shift(); tag !== undefined; tag = waiting.shift()) {
      const manifest = await read(
        `/v2/${repository}/manifests/${tag}`,
        'application/vnd.oci.image.manifest.v1+json',
      )
      await read(`/v2/${repository}/blobs/${JSON.parse(manifest).config.digest}`, '*/*')
    }
  }),
)
agent.destroy()
console.log(JSON.stringify({ ms: performance.now() - started }))
