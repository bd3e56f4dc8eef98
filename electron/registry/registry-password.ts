import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createFolder, writeDurably } from '../core/files/durable-files.ts'

export type RegistryPassword = {
  readonly password: string
  /** Where a person finds it. Never the password itself. */
  readonly from: string
}

const variable = 'CHARTROOM_REGISTRY_PASSWORD'

/** From the environment, else from a file in the data folder that only this user reads, made when absent. */
export const registryPassword = async (
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<RegistryPassword> => {
  const given = env[variable]
  if (given) return { password: given, from: variable }
  const file = path.join(dataDir, 'password')
  const kept = await readFile(file, 'utf8').catch(() => '')
  if (kept.trim() !== '') return { password: kept.trim(), from: file }
  const password = randomBytes(24).toString('base64url')
  await createFolder(dataDir)
  await writeDurably(file, `${password}\n`)
  return { password, from: file }
}
