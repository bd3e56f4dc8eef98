import { useTranslation } from 'react-i18next'
import type { Probe } from '../../../shared/ipc/schemas/registries.ts'
import { Note } from '../note.tsx'
import { formatDuration } from '../../lib/formats.ts'
import { Reveal } from '../reveal.tsx'
import styles from './dialogs.module.css'

/** What a test with the sign-in showed. */
export function ConnectedNote({ probe }: { probe: Probe }) {
  const { t } = useTranslation()
  const { signedInAs, repositoryCount = 0, namespaceCount, catalog, rights } = probe
  const counts =
    probe.repositoryCount === undefined
      ? t(`registries.catalog.${catalog}`)
      : [
          t('registries.repositories', { count: repositoryCount }),
          namespaceCount !== undefined &&
            namespaceCount > 0 &&
            t('registries.inNamespaces', { count: namespaceCount }),
        ]
          .filter(Boolean)
          .join(' ') + '.'
  return (
    <Reveal>
      <Note
        icon="check"
        tone="ok"
        title={
          <>
            {signedInAs === undefined
              ? t('registries.connectedAnonymously')
              : t('registries.connectedAs', { username: signedInAs })}
            . <span className={styles.counts}>{counts}</span>
          </>
        }
        aside={<span className="num nowrap">{formatDuration(probe.tookMs)}</span>}
      >
        {rights && t(`registries.rights.${rights.pull}.${rights.push}`, rights)}
      </Note>
    </Reveal>
  )
}
