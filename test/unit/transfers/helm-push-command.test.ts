import { expect, it } from 'vitest'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { helmPushCommand } from '../../../electron/core/transfers/push/helm-push-command.ts'

const registry = (
  plainHttp: boolean,
  ca: Registry['connection']['ca'] = { kind: 'system' },
): Parameters<typeof helmPushCommand>[2] => ({
  host: 'r.example:5000',
  plainHttp,
  connection: { ca, clientCertificate: { kind: 'none' }, proxy: { kind: 'system' } },
})

const ownCa = { kind: 'file', file: '~/our ca.pem', helmCanUse: true } as const

it.each([
  ['demo-1.0.0.tgz', 'team', registry(false), 'helm push demo-1.0.0.tgz oci://r.example:5000/team'],
  [
    'demo-1.0.0.tgz',
    '',
    registry(true),
    'helm push demo-1.0.0.tgz oci://r.example:5000 --plain-http',
  ],
  [
    'a b.tgz',
    'team',
    registry(false, ownCa),
    "helm push 'a b.tgz' oci://r.example:5000/team --ca-file ~/'our ca.pem'",
  ],
  [
    'demo.tgz',
    '',
    registry(false, { ...ownCa, helmCanUse: false }),
    'helm push demo.tgz oci://r.example:5000',
  ],
  ['--debug.tgz', '', registry(false), 'helm push ./--debug.tgz oci://r.example:5000'],
])('%s to "%s"', (fileName, namespace, place, line) =>
  expect(helmPushCommand(fileName, { namespace }, place)).toBe(line),
)
