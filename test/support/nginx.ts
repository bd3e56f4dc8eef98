import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type Nginx = {
  /** `127.0.0.1:port` */
  readonly host: string
  stop(): Promise<void>
}

export type NginxOptions = {
  /** `127.0.0.1:port` of the registry behind it, plain HTTP. */
  readonly upstream: string
  /** As `client_max_body_size` takes it: `32k`. */
  readonly bodyLimit: string
  /** Speaks TLS with these PEM files; asks for a client certificate of `clients` where that is given. */
  readonly tls?: { readonly certificate: string; readonly key: string; readonly clients?: string }
}

const program = '/usr/sbin/nginx'
export const hasNginx = (): boolean => existsSync(program)

/** Starts nginx before a registry, as many of them are set up, with the limit they forget to raise. */
export const startNginx = async (options: NginxOptions): Promise<Nginx> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'nginx-'))
  const port = await freePort()
  const config = path.join(folder, 'nginx.conf')
  await writeFile(config, configIn(folder, port, options))
  const child = spawn(program, ['-c', config, '-p', folder], { stdio: 'ignore' })
  const stop = async () => {
    await ended(child)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await listening(child, port)
  } catch (error) {
    await stop()
    throw error
  }
  return { host: `127.0.0.1:${port}`, stop }
}

/** Its workers have to reach the folder that is ours alone; not started as root they are us anyway. */
const workersAsUs = process.getuid?.() === 0 ? 'user root;' : ''

const configIn = (folder: string, port: number, { upstream, bodyLimit, tls }: NginxOptions) => `
daemon off;
${workersAsUs}
worker_processes 1;
pid ${folder}/pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port}${tls ? ' ssl' : ''};
${tls ? tlsLines(tls) : ''}
    client_max_body_size ${bodyLimit};
    location / {
      proxy_pass http://${upstream};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme;
    }
  }
}
`

const tlsLines = ({ certificate, key, clients }: NonNullable<NginxOptions['tls']>) =>
  [
    `ssl_certificate ${certificate};`,
    `ssl_certificate_key ${key};`,
    ...(clients === undefined ? [] : [`ssl_client_certificate ${clients};`]),
    ...(clients === undefined ? [] : ['ssl_verify_client on;', 'ssl_verify_depth 3;']),
  ].join('\n')

/** nginx takes no port 0. Somebody else may be faster; then it does not start, and the test says so. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('no port')),
      )
    })
  })

const listening = async (child: ChildProcess, port: number): Promise<void> => {
  while (child.exitCode === null) {
    if (await accepts(port)) return
    await new Promise(resolve => setImmediate(resolve))
  }
  throw new Error(`nginx ended with ${child.exitCode}`)
}

const accepts = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

/** Its master ends its workers. */
const ended = (child: ChildProcess) =>
  new Promise<void>(resolve => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
