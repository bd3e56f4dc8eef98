import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegistryPage } from '../../../shared/ipc/schemas/capabilities.ts'
import { actionKeysLabel } from '../../actions/possible-actions.ts'
import { useActions } from '../../actions/use-actions.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { SubjectHead } from '../../components/subject-head.tsx'
import { formatClock, formatCount, formatDuration } from '../../lib/formats.ts'
import { placeHref, useGoTo, type Place } from '../../lib/place.ts'
import { quietUntilMs } from '../../lib/quiet.ts'
import { useTestRegistry } from '../../lib/test-registry.ts'
import styles from './page-head.module.css'

function RepositoryCount({ page }: { page: RegistryPage }) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const { registry, repositoryCount } = page
  if (repositoryCount === undefined) return null
  const place: Place = {
    kind: 'registry',
    registryId: registry.id,
    namespace: '',
    view: 'repositories',
  }
  return (
    <a
      className={styles.count}
      href={`#${placeHref(place)}`}
      onClick={event => {
        event.preventDefault()
        goTo(place)
      }}
    >
      {t('capabilities.repositories', {
        count: repositoryCount,
        shown: formatCount(repositoryCount),
      })}
    </a>
  )
}

/** Product · specification · as whom · how fast. */
function Facts({ page }: { page: RegistryPage }) {
  const { t } = useTranslation()
  const { registry, product, behind, vendor, specification } = page
  const { signIn, state, kind } = registry
  const named = product ?? (vendor && t(`capabilities.vendor.${vendor}`))
  const what = named ?? t('capabilities.registry')
  const facts: ReactNode[] = [
    behind === undefined ? what : t('capabilities.behind', { product: what, behind }),
    specification,
    kind === 'remote' &&
      (signIn.kind === 'user'
        ? t('capabilities.signedInAs', { username: signIn.username })
        : t('capabilities.anonymous')),
    state.status === 'connected' && state.tookMs !== undefined && formatDuration(state.tookMs),
  ].filter(Boolean)
  return (
    <p className={styles.facts}>
      {facts.map((fact, at) => (
        <Fragment key={at}>
          {at > 0 && <span aria-hidden="true">·</span>}
          <span className="trunc">{fact}</span>
        </Fragment>
      ))}
    </p>
  )
}

function Actions({ page }: { page: RegistryPage }) {
  const { t } = useTranslation()
  const action = useActions()
  const { registry } = page
  const subject = { registry, path: registry.path }
  const { id: registryId, host } = registry
  const untilMs = quietUntilMs(registry)
  const { test, isTesting } = useTestRegistry(registryId)
  const acts = [
    registry.signIn.kind === 'user' ? action('signOut', subject) : action('signIn', subject),
    action('removeRegistry', subject),
  ]
  return (
    <>
      <Button
        icon="refresh"
        title={actionKeysLabel('refresh')}
        {...(untilMs === undefined
          ? { isDisabled: isTesting }
          : { disabledReason: t('capabilities.quietUntil', { host, time: formatClock(untilMs) }) })}
        onClick={test}
      >
        {t(isTesting ? 'capabilities.testing' : 'capabilities.testAgain')}
      </Button>
      {acts.map(
        act =>
          act && (
            <Button key={act.id} disabledReason={act.refusal} onClick={act.run}>
              {act.label}
            </Button>
          ),
      )}
    </>
  )
}

/** Which registry, what it is, and what can be done with it as a whole. */
export function PageHead({ page }: { page: RegistryPage }) {
  const { t } = useTranslation()
  const { host, path, name } = page.registry
  const reference = `oci://${host}${path === '' ? '' : `/${path}`}`
  return (
    <SubjectHead
      glyph={
        <span className={styles.glyph}>
          <Icon name="server" size={20} />
        </span>
      }
      name={name}
      count={<RepositoryCount page={page} />}
      about={<Facts page={page} />}
      reference={reference}
      copyLabel={t('capabilities.copyAddress')}
      actions={<Actions page={page} />}
    />
  )
}
