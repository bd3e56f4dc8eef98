import type { ConnectionSecret, SavedConnection } from '../store/saved-registries.ts'

/** The files that a connection reads. */
export const connectionFiles = ({ ca, clientCertificate: client }: SavedConnection): string[] =>
  [ca?.file, client?.file, client?.keyFile].filter(file => file !== undefined)

type Change = {
  readonly file: (file: string) => Promise<string>
  readonly secret: (secret: ConnectionSecret) => ConnectionSecret
}

/** The same connection with its files and secrets elsewhere. */
export const mapConnection = async (
  connection: SavedConnection,
  { file, secret }: Change,
): Promise<SavedConnection> => {
  const { ca, clientCertificate: client, proxy } = connection
  return {
    ...connection,
    ...(ca && { ca: { ...ca, file: await file(ca.file) } }),
    ...(client && {
      clientCertificate: {
        ...client,
        file: await file(client.file),
        ...(client.keyFile !== undefined && { keyFile: await file(client.keyFile) }),
        ...(client.secret && { secret: secret(client.secret) }),
      },
    }),
    ...(proxy?.kind === 'address' &&
      proxy.secret && { proxy: { ...proxy, secret: secret(proxy.secret) } }),
  }
}
