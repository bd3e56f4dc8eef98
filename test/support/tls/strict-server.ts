import { spawn } from 'node:child_process'
import type { Authority, Issued } from './authority.ts'

/**
 * A TLS server (openssl s_server) that ends the handshake, with the alert that TLS has for it, where no client
 * certificate of the authority is shown; Node's only closes the connection. Every request is answered with a page.
 */
export const startStrictServer = async (
  server: Issued,
  clients: Authority,
  version: 'tls1_2' | 'tls1_3',
): Promise<{ host: string; stop(): Promise<void> }> => {
  const { cert, key } = server.files
  const words = ['s_server', '-accept', '127.0.0.1:0', '-www', `-${version}`]
  const shown = ['-cert', cert, '-cert_chain', cert, '-key', key]
  const asked = ['-CAfile', clients.file, '-Verify', '2', '-verify_return_error']
  const child = spawn('openssl', [...words, ...shown, ...asked], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const host = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const [, place] = /ACCEPT (127\.0\.0\.1:\d+)/.exec(said) ?? []
      if (place !== undefined) resolve(place)
    })
    void exited.then(() => reject(new Error(`openssl s_server did not start: ${said}`)))
  })
  return {
    host,
    stop: async () => {
      child.kill('SIGKILL')
      await exited
    },
  }
}
