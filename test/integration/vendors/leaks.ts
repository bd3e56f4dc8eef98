import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import type { SimulatedRequest } from '../../support/registries/exchange.ts'
import type { Bench } from './vendor-jobs.ts'

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))

const textOf = ({ method, target, headers, body }: SimulatedRequest): string =>
  [method, target, ...Object.values(headers), body.toString('latin1')].join('\n')

/** As it is, as it goes into a Basic header, as it goes into a form or a query. */
const spellings = (username: string, secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(`${username}:${secret}`).toString('base64').replace(/=+$/, ''),
  encodeURIComponent(secret),
]

/** The sign-in and every token are at the vendor's own hosts and nowhere else; nobody else was asked anything. */
export const expectNoLeaks = ({ rig, simulation }: Bench): void => {
  const { credential, issued, kept = [], trusted, requests, strangers } = simulation
  const secrets = [...spellings(credential.username, credential.secret), ...issued(), ...kept]
  const told = [JSON.stringify(rig.frames), rig.logged.join('\n'), ...filesOf(rig.dataDir)]
  const elsewhere = requests.filter(({ host }) => !trusted.includes(host)).map(textOf)
  const sent = requests.map(textOf).filter(text => kept.some(secret => text.includes(secret)))
  expect(sent).toEqual([])
  const leaked = [...told, ...elsewhere].filter(text =>
    secrets.some(secret => text.includes(secret)),
  )
  expect(leaked).toEqual([])
  expect(strangers).toEqual([])
}
