import { z } from 'zod'
import { AppError, isCancelled } from '../../../shared/errors.ts'
import type { RenewalCommand } from '../../../shared/ipc/schemas/sign-ins.ts'
import { type VendorCommand, vendorCommandFor } from '../../../shared/model/vendor-command.ts'
import { createSecret } from '../http/base/secret.ts'
import { tryReadJson } from '../json/read-json.ts'
import type { CommandRunner } from '../ports.ts'
import type { GivenSignIn } from './given-sign-in.ts'
import { whatItSaid } from './what-program-said.ts'

/** Secrets fetched by a vendor's own program, which the user agreed to. */
export type VendorCommands = {
  /** As it would be started for this host, word by word; undefined where no vendor has one. */
  describe(host: string, profile?: string): Promise<RenewalCommand | undefined>
  /** Throws `unauthorized/command-missing` or `command-failed`, with what the program said. */
  run(
    chosen: { command: VendorCommand['program']; profile?: string | undefined },
    host: string,
    signal: AbortSignal,
  ): Promise<GivenSignIn>
}

const limitBytes = 256 * 1024
/** gcloud and az are Python programs that may refresh a sign-in of their own first. */
const timeoutMs = 60_000

const exposedToken = z.object({ accessToken: z.string().min(1) })

export const createVendorCommands = (commands: CommandRunner): VendorCommands => ({
  describe: async (host, profile) => {
    const wanted = vendorCommandFor(host, profile)
    if (!wanted) return undefined
    const program = await commands.find(wanted.program)
    return {
      command: wanted.program,
      ...(program !== undefined && { program }),
      arguments: [...wanted.arguments],
    }
  },
  run: async ({ command: name, profile }, host, signal) => {
    const wanted = vendorCommandFor(host, profile)
    if (wanted?.program !== name) throw new AppError('unsupported', 'no-command', { host, name })
    const program = await commands.find(name)
    if (program === undefined) throw new AppError('unauthorized', 'command-missing', { name })
    const failed = (said: string, cause?: unknown) =>
      new AppError('unauthorized', 'command-failed', { name, said }, { cause })
    const command = { program, arguments: wanted.arguments, timeoutMs, limitBytes }
    const { exitCode, stdout, stderr } = await commands.run(command, signal).catch(cause => {
      throw isCancelled(cause) ? cause : failed('', cause)
    })
    const secret = exitCode === 0 ? readSecret(stdout, wanted.answer) : undefined
    if (secret === undefined) throw failed(whatItSaid(stderr))
    return { username: wanted.username, secret: createSecret(secret), lifeMs: wanted.lifeMs }
  },
})

const readSecret = (stdout: string, answer: VendorCommand['answer']): string | undefined => {
  if (answer === 'json') {
    return exposedToken.safeParse(tryReadJson(stdout)).data?.accessToken
  }
  const line = stdout.trim()
  return line === '' || /\s/.test(line) ? undefined : line
}
