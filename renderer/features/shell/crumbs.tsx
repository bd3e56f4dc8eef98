import type { TFunction } from 'i18next'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { classNames } from '../../lib/class-names.ts'
import { useContractQuery } from '../../lib/contract-query.ts'
import { placeHref, useGoTo, usePlace, type Place } from '../../lib/place.ts'
import styles from './crumbs.module.css'

type Crumb = { label: string; place?: Place }

const crumbsOf = (t: TFunction, place: Place, registry: Registry | undefined): Crumb[] => {
  if (place.kind === 'home' || place.kind === 'draft' || !registry) return []
  const { registryId } = place
  const path = place.kind === 'registry' ? place.namespace : place.repository
  const parts = path.split('/').filter(Boolean)
  const spaces = place.kind === 'registry' ? parts : parts.slice(0, -1)
  const repository = place.kind === 'registry' ? undefined : place.repository
  const view = place.kind === 'registry' ? place.view : undefined
  return [
    { label: registry.name, place: { kind: 'registry', registryId, namespace: '' } },
    ...spaces.map((label, at): Crumb => {
      const namespace = parts.slice(0, at + 1).join('/')
      return { label, place: { kind: 'registry', registryId, namespace } }
    }),
    ...(view === 'repositories' || view === 'doctor' ? [{ label: t(`shell.view.${view}`) }] : []),
    ...(repository === undefined
      ? []
      : [
          {
            label: parts.at(-1) ?? repository,
            place: { kind: 'repository' as const, registryId, repository },
          },
        ]),
  ]
}

/** Registry / namespace / repository; each step but the last is a link. */
export function Crumbs() {
  const { t } = useTranslation()
  const place = usePlace()
  const goTo = useGoTo()
  const registries = useContractQuery('registries.list', {}).data?.registries
  const registryId = 'registryId' in place ? place.registryId : undefined
  const crumbs = crumbsOf(
    t,
    place,
    registries?.find(({ id }) => id === registryId),
  )
  return (
    <nav className={classNames('grow', styles.crumbs)} aria-label={t('shell.path')}>
      {place.kind === 'draft' && <b>{t('shell.droppedChart')}</b>}
      {crumbs.map((crumb, at) => (
        <Fragment key={at}>
          {at > 0 && (
            <span className={styles.separator} aria-hidden="true">
              /
            </span>
          )}
          {crumb.place && at < crumbs.length - 1 ? (
            <a
              className="trunc"
              href={`#${placeHref(crumb.place)}`}
              onClick={event => {
                event.preventDefault()
                if (crumb.place) goTo(crumb.place)
              }}
            >
              {crumb.label}
            </a>
          ) : (
            <b className="trunc">{crumb.label}</b>
          )}
        </Fragment>
      ))}
    </nav>
  )
}
