import { isDigest } from '../../../shared/model/digest.ts'
import type { Input } from '../../../shared/ipc/contract.ts'
import type { ChartSource } from '../../../shared/ipc/schemas/charts.ts'
import { useContractQuery } from '../../lib/contract-query.ts'

const fixedFor = (reference: string) => (isDigest(reference) ? { staleTime: Infinity } : {})

const fixedSource = (source: ChartSource) =>
  source.from === 'draft' ? { staleTime: Infinity } : fixedFor(source.reference)

export const useChart = (source: ChartSource) =>
  useContractQuery('charts.read', { source }, fixedSource(source))

export const useManifest = (version: Input<'charts.manifest'>) =>
  useContractQuery('charts.manifest', version, fixedFor(version.reference))

export const useChartFile = (source: ChartSource, index: string) =>
  useContractQuery('charts.file', { source, index }, fixedSource(source))

export const useArchiveImage = (source: ChartSource, index: string) =>
  useContractQuery('charts.image', { source, index }, { ...fixedSource(source), gcTime: 60_000 })
