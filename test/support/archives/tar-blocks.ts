/** Raw tar blocks, byte by byte: what a writer library would correct must be possible to get wrong. */
export type TarMember = {
  readonly name: string
  readonly content?: string | Uint8Array
  /** The type flag; a regular file when not said. */
  readonly type?: string
  readonly linkName?: string
  readonly mode?: number
  /** Lies about the size: octal digits or raw bytes for the size field. */
  readonly sizeField?: string | Uint8Array
  readonly magic?: string
  readonly prefix?: string
  readonly breakChecksum?: boolean
  /** Changes the finished header before its checksum is made. */
  readonly edit?: (header: Buffer) => void
  /** Do not pad the content to a whole block. */
  readonly unpadded?: boolean
}

const blockBytes = 512

export const tarHeader = (member: TarMember, sizeBytes: number): Buffer => {
  const header = Buffer.alloc(blockBytes)
  header.write(member.name, 0, 100, 'utf8')
  header.write(`${octal(member.mode ?? 0o644, 7)}\0`, 100, 'latin1')
  header.write(`${octal(0, 7)}\0`, 108, 'latin1')
  header.write(`${octal(0, 7)}\0`, 116, 'latin1')
  const size = member.sizeField ?? `${octal(sizeBytes, 11)}\0`
  Buffer.from(typeof size === 'string' ? Buffer.from(size, 'latin1') : size).copy(header, 124)
  header.write(`${octal(1577836800, 11)}\0`, 136, 'latin1')
  header.write(member.type ?? '0', 156, 1, 'latin1')
  header.write(member.linkName ?? '', 157, 100, 'utf8')
  header.write(member.magic ?? 'ustar\u000000', 257, 8, 'latin1')
  header.write(member.prefix ?? '', 345, 155, 'utf8')
  member.edit?.(header)
  return sealed(header, member.breakChecksum === true)
}

const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')

const sealed = (header: Buffer, broken: boolean): Buffer => {
  header.fill(0x20, 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0) + (broken ? 1 : 0)
  header.write(`${octal(sum, 6)}\0 `, 148, 'latin1')
  return header
}

export const tarMember = (member: TarMember): Buffer => {
  const content = Buffer.from(member.content ?? '')
  const padding = member.unpadded ? 0 : (blockBytes - (content.length % blockBytes)) % blockBytes
  return Buffer.concat([tarHeader(member, content.length), content, Buffer.alloc(padding)])
}

export const tarEnd = Buffer.alloc(2 * blockBytes)

/** The records of a PAX header, each with its own length in front. */
export const paxRecords = (records: Readonly<Record<string, string>>): Buffer =>
  Buffer.concat(Object.entries(records).map(([key, value]) => paxRecord(key, value)))

const paxRecord = (key: string, value: string): Buffer => {
  const body = Buffer.from(` ${key}=${value}\n`)
  let length = body.length + 1
  while (String(length).length + body.length !== length) length += 1
  return Buffer.concat([Buffer.from(String(length)), body])
}

/** A PAX header followed by the member it is about. */
export const paxMember = (records: Readonly<Record<string, string>>, member: TarMember): Buffer =>
  Buffer.concat([
    tarMember({ name: 'PaxHeaders/x', type: 'x', content: paxRecords(records) }),
    tarMember(member),
  ])

/** A GNU long name followed by the member that bears it. */
export const longNameMember = (name: string, member: TarMember): Buffer =>
  Buffer.concat([
    tarMember({ name: '././@LongLink', type: 'L', magic: 'ustar  \0', content: `${name}\0` }),
    tarMember(member),
  ])
