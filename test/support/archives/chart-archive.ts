import { gzipSync } from 'node:zlib'
import { tarEnd, tarMember } from './tar-blocks.ts'

/** A Chart.yaml that helm takes. */
export const goodChartYaml = 'apiVersion: v2\nname: demo\nversion: 1.2.3\n'

/** Members as finished blocks, ended and packed. */
export const tgz = (...blocks: readonly Uint8Array[]): Buffer =>
  gzipSync(Buffer.concat([...blocks, tarEnd]), { level: 1 })

/** Plain files by their full path in the archive. */
export const chartArchive = (files: Readonly<Record<string, string | Uint8Array>>): Buffer =>
  tgz(...Object.entries(files).map(([name, content]) => tarMember({ name, content })))

/** A chart with nothing wrong, and these blocks before its end. */
export const chartWith = (...blocks: readonly Uint8Array[]): Buffer =>
  tgz(tarMember({ name: 'demo/Chart.yaml', content: goodChartYaml }), ...blocks)
