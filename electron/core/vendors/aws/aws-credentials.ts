import path from 'node:path'
import { readSmallFile } from '../../files/read-small-file.ts'

export type AwsCredentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** The user's AWS credentials, read anew for each listing: undefined where there are none. */
export type AwsCredentialSource = () => Promise<AwsCredentials | undefined>

type Options = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly homeDir: string
}

const maxBytes = 1024 * 1024

/**
 * From the environment, else from the profile of `~/.aws/credentials`, as AWS's own tools go about it
 * (docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html). Nothing is started and nobody asked.
 */
export const createAwsCredentials =
  ({ env, homeDir }: Options): AwsCredentialSource =>
  async () => {
    const fromEnv = complete(
      env['AWS_ACCESS_KEY_ID'],
      env['AWS_SECRET_ACCESS_KEY'],
      env['AWS_SESSION_TOKEN'],
    )
    if (fromEnv) return fromEnv
    const file = env['AWS_SHARED_CREDENTIALS_FILE'] ?? path.join(homeDir, '.aws', 'credentials')
    const text = await readText(file)
    const profile = readProfile(text, env['AWS_PROFILE'] ?? 'default')
    return complete(
      profile.get('aws_access_key_id'),
      profile.get('aws_secret_access_key'),
      profile.get('aws_session_token'),
    )
  }

const complete = (
  accessKeyId: string | undefined,
  secretAccessKey: string | undefined,
  sessionToken: string | undefined,
): AwsCredentials | undefined =>
  accessKeyId && secretAccessKey
    ? { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
    : undefined

const readText = async (file: string): Promise<string> => {
  try {
    return (await readSmallFile(file, maxBytes)).toString('utf8')
  } catch {
    // No file is the usual case; one that cannot be read offers nothing either.
    return ''
  }
}

/** Keys of `[profile]` in lower case; comments start a line, or follow a space. */
const readProfile = (text: string, profile: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  let section = ''
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line)?.[1]
    if (header !== undefined) section = header
    const [, key, value] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (section !== profile || key === undefined || value === undefined) continue
    found.set(key.toLowerCase(), value.replace(/\s+[#;].*$/, ''))
  }
  return found
}
