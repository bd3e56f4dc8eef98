import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { useContractMutation } from '../../lib/contract-query.ts'
import { placeHref, useGoTo, type Place } from '../../lib/place.ts'
import styles from './kept-repositories.module.css'
import { RepositoryNote } from './repository-note.tsx'
import { useTagCount } from './use-tag-count.ts'

type Props = { registryId: string; repository: string }

/** One kept repository: how many versions it has, or why it cannot be read. */
export function KeptRow({ registryId, repository }: Props) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const forget = useContractMutation('repositories.forget')
  const { error } = useTagCount(registryId, repository)
  const place: Place = { kind: 'repository', registryId, repository }
  return (
    <li className={styles.row}>
      <span className={error ? 'bad' : 't3'}>
        <Icon name={error ? 'alert' : 'package'} size={14} />
      </span>
      <a
        className="mono trunc t1"
        href={`#${placeHref(place)}`}
        onClick={event => {
          event.preventDefault()
          goTo(place)
        }}
      >
        {repository}
      </a>
      <RepositoryNote registryId={registryId} repository={repository} />
      <IconButton
        icon="close"
        size="xs"
        label={t('catalog.kept.forget', { repository })}
        onClick={() => forget.mutate({ registryId, repository })}
      />
    </li>
  )
}
