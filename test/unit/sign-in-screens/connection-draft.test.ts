import { describe, expect, it } from 'vitest'
import {
  missingPart,
  toConnectionChange,
} from '../../../renderer/components/connection-form/connection-draft.ts'
import { connectionChange } from '../../../shared/ipc/schemas/connection-settings.ts'

const file = (name: string) => new File(['x'], name)
const passphrase = 'pässword'

/** Each file is handed over once for each call. */
const grants = () => {
  const granted: string[] = []
  const grant = async (files: File[]) => {
    granted.push(...files.map(({ name }) => name))
    return files.map(({ name }) => `token of ${name}, ${granted.length}`)
  }
  return { granted, grant }
}

describe('a change of the connection', () => {
  it('says nothing of what was not touched', async () => {
    const { grant, granted } = grants()
    expect(await toConnectionChange({}, grant)).toBeUndefined()
    expect(await toConnectionChange({ pin: null }, grant)).toEqual({ pin: null })
    expect(granted).toEqual([])
  })

  it('hands chosen files over anew for every call, and is what the contract takes', async () => {
    const { grant, granted } = grants()
    const draft = {
      ca: { kind: 'file', file: file('root.pem') },
      clientCertificate: {
        kind: 'pem',
        certificate: file('client.crt'),
        key: file('client.key'),
        passphrase,
      },
      proxy: { kind: 'address', url: ' http://proxy:3128 ', username: '', password: '' },
    } as const
    const first = await toConnectionChange(draft, grant)
    const second = await toConnectionChange(draft, grant)
    expect(connectionChange.parse(first)).toEqual(first)
    expect(first).toEqual({
      ca: { kind: 'file', token: 'token of root.pem, 1' },
      clientCertificate: {
        kind: 'pem',
        certificateToken: 'token of client.crt, 2',
        keyToken: 'token of client.key, 3',
        passphrase,
      },
      proxy: { kind: 'address', url: 'http://proxy:3128' },
    })
    expect(second?.ca).not.toEqual(first?.ca)
    expect(granted).toHaveLength(6)
  })

  it('leaves an empty passphrase out, and takes an offered file by its id', async () => {
    const { grant } = grants()
    const change = await toConnectionChange(
      {
        ca: { kind: 'offered', offerId: 'o1', shown: '~/ca.crt' },
        clientCertificate: { kind: 'pkcs12', file: file('a.p12'), passphrase: '' },
      },
      grant,
    )
    expect(connectionChange.parse(change)).toEqual({
      ca: { kind: 'offered', offerId: 'o1' },
      clientCertificate: { kind: 'pkcs12', token: 'token of a.p12, 1' },
    })
  })

  it.each([
    [{}, undefined],
    [{ ca: { kind: 'file', file: undefined } }, 'caFile'],
    [{ ca: { kind: 'file', file: file('a') } }, undefined],
    [
      {
        clientCertificate: {
          kind: 'pem',
          certificate: undefined,
          key: file('k'),
          passphrase: '',
        },
      },
      'clientCertificate',
    ],
    [
      {
        clientCertificate: {
          kind: 'pem',
          certificate: file('c'),
          key: undefined,
          passphrase: '',
        },
      },
      'clientKey',
    ],
    [{ clientCertificate: { kind: 'pkcs12', file: undefined, passphrase } }, 'clientCertificate'],
    [{ proxy: { kind: 'address', url: ' ', username: '', password: '' } }, 'proxyUrl'],
    [{ proxy: { kind: 'none' } }, undefined],
  ] as const)('%j lacks %s', (draft, part) => {
    expect(missingPart(draft)).toBe(part)
  })
})
