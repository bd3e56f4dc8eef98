import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RegistryPage } from '../../../shared/ipc/schemas/capabilities.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { SubjectHead } from '../../components/subject-head.tsx'
import { formatClock, formatCount, formatDuration } from '../../lib/formats.ts'
import { shortcutLabel } from '../../lib/keyboard.ts'
import { useOverlay } from '../../lib/overlay.tsx'
import { placeHref, useGoTo, type Place } from '../../lib/place.ts'
import { quietUntilMs } from '../../lib/quiet.ts'
import { useTestRegistry } from '../../lib/test-registry.ts'
import { useSignOut } from '../../lib/use-sign-out.ts'
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
  const { open } = useOverlay()
  const { registry } = page
  const { id: registryId, host } = registry
  const untilMs = quietUntilMs(registry)
  const { test, isTesting } = useTestRegistry(registryId)
  const signOut = useSignOut()
  return (
    <>
      <Button
        icon="refresh"
        title={shortcutLabel('refresh')}
        {...(untilMs === undefined
          ? { isDisabled: isTesting }
          : { disabledReason: t('capabilities.quietUntil', { host, time: formatClock(untilMs) }) })}
        onClick={test}
      >
        {t(isTesting ? 'capabilities.testing' : 'capabilities.testAgain')}
      </Button>
      {registry.kind === 'remote' &&
        (registry.signIn.kind === 'user' ? (
          <Button isDisabled={signOut.isPending} onClick={() => signOut.mutate({ registryId })}>
            {t('capabilities.signOut')}
          </Button>
        ) : (
          <Button onClick={() => open({ kind: 'sign-in', registryId })}>
            {t('capabilities.signIn')}
          </Button>
        ))}
      <Button onClick={() => open({ kind: 'remove-registry', registryId })}>
        {t('capabilities.remove')}
      </Button>
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
