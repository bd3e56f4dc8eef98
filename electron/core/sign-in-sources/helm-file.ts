import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { readJson } from '../json/read-json.ts'
import { createFolder, writeDurably } from '../files/durable-files.ts'
import { errorCode } from '../files/error-code.ts'
import { readSmallFile } from '../files/read-small-file.ts'
import { tokenUser } from './auth-file.ts'

const record = z.record(z.string(), z.unknown())

const limitBytes = 1024 * 1024

/** helm's registry config, with everything that others keep in it: docs/protocol.md, "Where sign-ins lie". */
export type HelmFile = Readonly<Record<string, unknown>>

/** Empty when there is none yet. Throws `invalid-input/helm-file` where it is no JSON object. */
export const readHelmFile = async (file: string, shown: string): Promise<HelmFile> => {
  try {
    return record.parse(readJson(await readSmallFile(file, limitBytes)))
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return {}
    throw new AppError('invalid-input', 'helm-file', { file: shown }, { cause })
  }
}

/** The helper that helm would ask for this key: its own, else the one for everything. */
export const helperIn = (content: HelmFile, key: string): string | undefined => {
  const own = record.safeParse(content['credHelpers']).data?.[key]
  if (typeof own === 'string' && own !== '') return own
  const store = content['credsStore']
  return typeof store === 'string' && store !== '' ? store : undefined
}

/** Whether anybody has signed in there: else helm looks for the platform's own helper and notes it. */
export const hasSignIns = (content: HelmFile): boolean =>
  ['auths', 'credHelpers', 'credsStore'].some(section => {
    const value = content[section]
    return typeof value === 'object' && value !== null
      ? Object.keys(value).length > 0
      : Boolean(value)
  })

/** The same file with this sign-in, readable for who can read the file. */
export const withSignIn = (
  content: HelmFile,
  key: string,
  { username, secret }: { username: string; secret: string },
): HelmFile => {
  const entry =
    username === tokenUser
      ? { identitytoken: secret }
      : { auth: Buffer.from(`${username}:${secret}`).toString('base64') }
  return { ...content, auths: { ...record.safeParse(content['auths']).data, [key]: entry } }
}

/**
 * Replaces the file in one step, for its owner alone, as helm does: a crash leaves the old one or the new one. Where
 * it is a link, what the link leads to is replaced.
 */
export const writeHelmFile = async (file: string, content: HelmFile): Promise<void> => {
  const target = await realpath(file).catch(() => file)
  await createFolder(path.dirname(target))
  await writeDurably(target, `${JSON.stringify(content, undefined, '\t')}\n`)
}
