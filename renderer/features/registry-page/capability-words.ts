import type { TFunction } from 'i18next'
import { knownWords } from '../../lib/known-words.ts'
import type { Capability } from '../../../shared/ipc/schemas/capabilities.ts'
import { formatBytes, formatCount } from '../../lib/formats.ts'
import { formatLeft, formatSeen } from '../../lib/moments.ts'

const oneHourSeconds = 3600

const asCount = (value: string | number | undefined): number => Number(value ?? 0)

const isListing = ({ name, value }: Capability): boolean =>
  name === 'repository-listing' && value !== 'kept' && value !== 'unknown'

/** Numbers grouped, windows and sizes with their units, kinds by their names. */
const shownParams = (t: TFunction, { params }: Capability): Record<string, string | number> => {
  const { repositories, requests, seconds, types, refused, more, usedBytes, limitBytes } = params
  const numbers = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'number' ? formatCount(value) : value,
  ])
  const counted = (key: 'repositories' | 'requests', count: string | number | undefined) =>
    t(`capabilities.${key}`, { count: asCount(count), shown: formatCount(asCount(count)) })
  const typeNames = (list: string | number | undefined) =>
    String(list ?? '')
      .split('+')
      .filter(Boolean)
      .map(type => knownWords(t, [`capabilities.artifactTypes.${type}`]) || type)
  return {
    ...Object.fromEntries(numbers),
    count: asCount(params['tags'] ?? params['count']),
    repositories: counted('repositories', repositories),
    requests: counted('requests', requests),
    more: asCount(more) > 0 ? t('capabilities.more', { count: asCount(more) }) : '',
    window:
      seconds === oneHourSeconds
        ? t('capabilities.window.hour')
        : t('capabilities.window.of', { time: formatLeft(asCount(seconds) * 1000) }),
    types: sentence(typeNames(types).join(', ')),
    refused: typeNames(refused).join(', '),
    ...(usedBytes !== undefined && {
      used: formatBytes(asCount(usedBytes)),
      limit: formatBytes(asCount(limitBytes)),
    }),
  }
}

const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

export type CapabilityWords = {
  readonly name: string
  readonly state: string
  readonly means: string
  readonly found: string
  /** How it was found out, in a sentence, and how things like it are. */
  readonly source: string
}

/** One line of the sheet in words. */
export const capabilityWords = (
  t: TFunction,
  capability: Capability,
  nowMs: number,
): CapabilityWords => {
  const { name, value, foundBy, foundAtMs } = capability
  const params = shownParams(t, capability)
  const branch = `capabilities.${name}.${isListing(capability) ? 'listed' : value}`
  const when = foundAtMs === undefined ? '' : formatSeen(foundAtMs, nowMs)
  return {
    name: t(`capabilities.${name}.name`),
    state: isListing(capability)
      ? knownWords(t, [`strategies.${value}.name`])
      : knownWords(t, [`${branch}.state`], params),
    means: knownWords(t, [`${branch}.means`], params),
    found: t(`capabilities.found.${foundBy}`, { when }),
    source: `${t(`capabilities.source.${foundBy}`, { when })} ${t(`capabilities.${name}.how`)}`,
  }
}
