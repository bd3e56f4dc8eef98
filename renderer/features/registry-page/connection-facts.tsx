import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { RegistryPage } from '../../../shared/ipc/schemas/capabilities.ts'
import type {
  ConnectionSeen,
  ConnectionShown,
} from '../../../shared/ipc/schemas/connection-settings.ts'
import { formatDay, formatLeft } from '../../lib/moments.ts'
import { useOverlay } from '../../lib/overlay.tsx'
import { useNow } from '../../lib/use-now.ts'
import { FactList, type Fact } from './fact-list.tsx'

const mono = (text: string) => <span className="mono">{text}</span>

const seenFacts = (t: TFunction, seen: ConnectionSeen, nowMs: number): Fact[] => {
  const { protocol, verifiedBy, issuer, validToMs } = seen
  const leftMs = (validToMs ?? 0) - nowMs
  return [
    {
      label: t('capabilities.facts.connectionSeen'),
      value:
        protocol === 'plain HTTP' ? (
          <span className="warn">{t('capabilities.facts.plain')}</span>
        ) : (
          t(`capabilities.facts.verified.${verifiedBy}`, { protocol })
        ),
    },
    ...(issuer === undefined
      ? []
      : [
          {
            label: t('capabilities.facts.issuer'),
            value: t(`capabilities.facts.issuerBy.${verifiedBy}`, { issuer }),
          },
        ]),
    ...(validToMs === undefined
      ? []
      : [
          {
            label: t('capabilities.facts.valid'),
            value:
              leftMs > 0 ? (
                t('capabilities.facts.validTo', {
                  day: formatDay(validToMs),
                  left: formatLeft(leftMs),
                })
              ) : (
                <span className="bad">
                  {t('capabilities.facts.validEnded', { day: formatDay(validToMs) })}
                </span>
              ),
          },
        ]),
  ]
}

const clientCertificateFact = (
  t: TFunction,
  { clientCertificate }: ConnectionShown,
  seen: ConnectionSeen | undefined,
): Fact => {
  const label = t('capabilities.facts.clientCertificate')
  if (clientCertificate.kind !== 'none') {
    const { file, missing } = clientCertificate
    return missing
      ? {
          label,
          value: <span className="bad">{t('capabilities.facts.clientMissing', { file })}</span>,
        }
      : { label, value: mono(file), title: file }
  }
  const asked = seen?.clientCertificateAsked
  const key = asked === undefined ? 'clientNone' : asked ? 'clientAsked' : 'clientNotAsked'
  return { label, value: t(`capabilities.facts.${key}`) }
}

const proxyFacts = (
  t: TFunction,
  { proxy }: ConnectionShown,
  seen: ConnectionSeen | undefined,
): Fact[] => {
  const label = t('capabilities.facts.proxy')
  const unseen =
    proxy.kind === 'address'
      ? mono(proxy.url)
      : t(`capabilities.facts.${proxy.kind === 'none' ? 'noProxy' : 'proxySystem'}`)
  const value = seen ? (seen.proxy ? mono(seen.proxy) : t('capabilities.facts.noProxy')) : unseen
  return [
    { label, value },
    ...(seen?.proxySetBy === undefined
      ? []
      : [{ label: t('capabilities.facts.proxySetBy'), value: mono(seen.proxySetBy) }]),
  ]
}

const minuteMs = 60_000

/** How the registry is reached: what the last connection was, and what was set for it. */
export function ConnectionFacts({ page }: { page: RegistryPage }) {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const nowMs = useNow(true, minuteMs)
  const { registry, connection, connectionSeen } = page
  const registryId = registry.id
  const isPlain = registry.plainHttp
  const facts: Fact[] = [
    ...(connectionSeen
      ? seenFacts(t, connectionSeen, nowMs)
      : [
          {
            label: t('capabilities.facts.connectionSeen'),
            value: t(`capabilities.facts.${isPlain ? 'plain' : 'notSeen'}`),
          },
        ]),
    ...(connection.ca.kind === 'file'
      ? [
          {
            label: t('capabilities.facts.caFile'),
            value: mono(connection.ca.file),
            title: connection.ca.file,
          },
        ]
      : []),
    ...(isPlain ? [] : [clientCertificateFact(t, connection, connectionSeen)]),
    ...proxyFacts(t, connection, connectionSeen),
  ]
  return (
    <FactList
      title={t('capabilities.facts.connection')}
      facts={facts}
      links={
        registry.kind === 'local'
          ? []
          : [
              {
                text: t('capabilities.facts.change'),
                name: t('capabilities.facts.changeConnection'),
                onOpen: () => open({ kind: 'connection', registryId }),
              },
            ]
      }
    />
  )
}
