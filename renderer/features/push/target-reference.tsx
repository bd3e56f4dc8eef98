import { useTranslation } from 'react-i18next'
import type { Draft, Target } from '../../../shared/ipc/schemas/transfers.ts'
import { joinRepository } from '../../../shared/model/reference.ts'
import { versionToTag } from '../../../shared/model/tag.ts'
import styles from './target-reference.module.css'

type Props = { host: string | undefined; target: Target | undefined; draft: Draft | undefined }

/** `oci://host/path/name:tag`, the exact target; with several charts, their namespace. */
export function TargetReference({ host, target, draft }: Props) {
  const { t } = useTranslation()
  if (host === undefined || !target) return <p className={styles.noTarget}>{t('push.noTarget')}</p>
  const path = draft
    ? joinRepository(target.namespace, draft.metadata.name)
    : `${target.namespace === '' ? '' : `${target.namespace}/`}…`
  return (
    <p className={styles.reference}>
      <span className={styles.scheme}>oci://</span>
      {host}/{path}
      {draft && <span className="acc">:{versionToTag(draft.metadata.version)}</span>}
    </p>
  )
}
