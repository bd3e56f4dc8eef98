import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loading } from '../../components/query-view.tsx'
import { usePlace, type Place } from '../../lib/place.ts'
import { useRegistry } from '../../lib/use-registry.ts'

type Props = {
  home: ReactNode
  draft: ReactNode
  renderRegistry: (place: Place & { kind: 'registry' }, registry: Registry) => ReactNode
  renderVersions: (
    place: Place & { kind: 'repository' | 'version' },
    registry: Registry,
  ) => ReactNode
}

/** What the address asks for. */
export function Centre({ home, draft, renderRegistry, renderVersions }: Props) {
  const { t } = useTranslation()
  const place = usePlace()
  const { registry, isLoaded } = useRegistry('registryId' in place ? place.registryId : undefined)
  if (place.kind === 'home') return home
  if (place.kind === 'draft') return draft
  if (!isLoaded) return <Loading slow={t('shell.loadingRegistries')} />
  if (!registry)
    return (
      <EmptyState level={1} icon="server" title={t('shell.notFound.title')}>
        {t('shell.notFound.advice')}
      </EmptyState>
    )
  return place.kind === 'registry'
    ? renderRegistry(place, registry)
    : renderVersions(place, registry)
}
