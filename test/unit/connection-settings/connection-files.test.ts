import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readConnectionFile } from '../../../electron/core/connection-settings/connection-files.ts'

it.skipIf(!existsSync('/dev/zero'))('a device is no file of a connection', async () => {
  await expect(readConnectionFile('/dev/zero', '/dev/zero')).rejects.toMatchObject({
    code: 'invalid-input',
    reason: 'connection-file',
    params: { file: '/dev/zero' },
  })
})
