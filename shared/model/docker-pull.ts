import { commandLine, type Shell } from './shell-quoting.ts'

type Image = { readonly host: string; readonly repository: string; readonly digest: string }

/** For an image, which no form of helm fits. Undefined when this shell cannot carry a word of it. */
export const dockerPull = ({ host, repository, digest }: Image, shell: Shell): string | undefined =>
  commandLine(shell, ['docker', 'pull', `${host}/${repository}@${digest}`])
