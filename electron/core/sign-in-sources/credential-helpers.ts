import { z } from 'zod'
import { AppError, isCancelled } from '../../../shared/errors.ts'
import { tryReadJson } from '../json/read-json.ts'
import type { CommandResult, CommandRunner } from '../ports.ts'

/**
 * docker's credential helpers: `docker-credential-<name> get|list|store|erase`, everything secret on standard input
 * and output (docker-credential-helpers, README "Development").
 */
export type CredentialHelpers = {
  /** False when no such helper is found, or the name is not one that a helper can have. */
  exists(name: string): Promise<boolean>
  /** Server keys and their user names, no secrets. Empty where the helper does not say. */
  list(name: string, signal: AbortSignal): Promise<ReadonlyMap<string, string>>
  /** Undefined when the helper has nothing for this key. Throws `unauthorized/helper-failed` or `helper-missing`. */
  get(name: string, serverKey: string, signal: AbortSignal): Promise<StoredCredential | undefined>
  /** Throws as `get` does. */
  store(
    name: string,
    entry: StoredCredential & { serverKey: string },
    signal: AbortSignal,
  ): Promise<void>
}

type StoredCredential = { readonly username: string; readonly secret: string }

/** No path, no dot, no blank: the name becomes part of a program's name (GHSA-p436-gjf2-799p). */
export const programOf = (name: string): string | undefined =>
  /^[a-z0-9-]{1,64}$/.test(name) ? `docker-credential-${name}` : undefined

const limitBytes = 1024 * 1024
/** Long, because the helper may ask the user to unlock something. */
const timeoutMs = 60_000
/** Short, because only names are asked for and nobody waits long for a preview. */
const listTimeoutMs = 10_000

/**
 * What a helper prints when it has nothing. Any other output of a failed helper is a failure (oras
 * credentials/native_store.go).
 */
const nothing = 'credentials not found in native keychain'

const listed = z.record(z.string(), z.string())
const given = z.object({ Username: z.string(), Secret: z.string() })

/** `located`: where to look for one that is on no PATH. */
export const createCredentialHelpers = (
  commands: CommandRunner,
  located?: { find(name: string): Promise<string | undefined> },
): CredentialHelpers => {
  const find = async (name: string) => {
    const program = programOf(name)
    return program && ((await commands.find(program)) ?? located?.find(name))
  }

  const run = async (
    name: string,
    verb: 'get' | 'list' | 'store',
    stdin: string,
    signal: AbortSignal,
  ): Promise<CommandResult> => {
    const program = await find(name)
    if (program === undefined) throw new AppError('unauthorized', 'helper-missing', { name })
    try {
      return await commands.run(
        {
          program,
          arguments: [verb],
          stdin,
          timeoutMs: verb === 'list' ? listTimeoutMs : timeoutMs,
          limitBytes,
        },
        signal,
      )
    } catch (cause) {
      if (isCancelled(cause)) throw cause
      throw new AppError('unauthorized', 'helper-failed', { name }, { cause })
    }
  }

  return {
    exists: async name => (await find(name)) !== undefined,
    list: async (name, signal) => {
      try {
        const { exitCode, stdout } = await run(name, 'list', '', signal)
        const names = exitCode === 0 ? listed.safeParse(tryReadJson(stdout)).data : undefined
        return new Map(Object.entries(names ?? {}))
      } catch (error) {
        if (isCancelled(error)) throw error
        return new Map()
      }
    },
    get: async (name, serverKey, signal) => {
      const { exitCode, stdout } = await run(name, 'get', serverKey, signal)
      if (exitCode !== 0 && stdout.trim() === nothing) return undefined
      const answer = exitCode === 0 ? given.safeParse(tryReadJson(stdout)).data : undefined
      if (!answer) throw new AppError('unauthorized', 'helper-failed', { name })
      if (answer.Secret === '') return undefined
      return { username: answer.Username, secret: answer.Secret }
    },
    store: async (name, { serverKey, username, secret }, signal) => {
      const entry = { ServerURL: serverKey, Username: username, Secret: secret }
      const { exitCode } = await run(name, 'store', JSON.stringify(entry), signal)
      if (exitCode !== 0) throw new AppError('unauthorized', 'helper-failed', { name })
    },
  }
}
