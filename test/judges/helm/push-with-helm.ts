import { utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { run } from '../../peers/run-program.ts'

/** What `helm push` made of an archive: what it sent, or why it did not. */
export type HelmPush =
  | {
      readonly tag: string
      readonly manifestDigest: string
      readonly manifest: string
      readonly config: string
    }
  | { readonly error: string }

type PushInput = {
  readonly helm: string
  /** Of a registry without sign-in, `host:port`. */
  readonly host: string
  readonly namespace: string
  /** A folder for this push alone. */
  readonly folder: string
  readonly name: string
  readonly archive: Uint8Array
  readonly provenance: string | undefined
}

/** The time of every file pushed: helm writes it into the manifest. */
export const pushedAt = '2020-01-01T00:00:00Z'

export const pushWithHelm = async (input: PushInput): Promise<HelmPush> => {
  const { helm, host, namespace, folder, name, archive, provenance } = input
  const file = path.join(folder, `${name}.tgz`)
  const time = new Date(pushedAt)
  await writeFile(file, archive)
  if (provenance !== undefined) await writeFile(`${file}.prov`, provenance)
  await utimes(file, time, time)
  const args = ['push', file, `oci://${host}/${namespace}`, '--plain-http']
  const { status, stdout, stderr } = await run(helm, args, {
    fails: true,
    env: { HOME: folder, PATH: process.env['PATH'], TZ: 'UTC' },
  })
  // Where helm 4 has something to warn of, it does so before it fails.
  const error = /^Error: .*/ms.exec(stderr)?.[0] ?? stderr
  if (status !== 0) {
    const told = error.trim().replaceAll(folder, 'FOLDER')
    return { error: told.replaceAll(namespace, 'NAMESPACE').replaceAll(host, 'HOST') }
  }
  const [, repository, tag] = /^Pushed: [^/]+\/(.+):([^:\s]+)$/m.exec(stdout + stderr) ?? []
  const [, manifestDigest] = /^Digest: (\S+)$/m.exec(stdout + stderr) ?? []
  if (!repository || !tag || !manifestDigest) throw new Error(`helm says: ${stdout}${stderr}`)
  const read = (what: string) => getText(`http://${host}/v2/${repository}/${what}`)
  const manifest = await read(`manifests/${manifestDigest}`)
  const { config } = JSON.parse(manifest) as { config: { digest: string } }
  return { tag, manifestDigest, manifest, config: await read(`blobs/${config.digest}`) }
}

const getText = async (url: string): Promise<string> => {
  const accept = 'application/vnd.oci.image.manifest.v1+json, */*'
  const response = await fetch(url, { headers: { accept } })
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
  return response.text()
}
