import { useTranslation } from 'react-i18next'
import { isAppError } from '../../../shared/errors.ts'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { useContractMutation, useContractStream } from '../../lib/contract-query.ts'
import { useErrorWords } from '../../lib/error-words.ts'
import { formatCount } from '../../lib/formats.ts'
import { placeHref, useGoTo, type Place } from '../../lib/place.ts'
import styles from './kept-repositories.module.css'

type Props = { registryId: string; repository: string }

/** One kept repository: how many versions it has, or why it cannot be read. */
export function KeptRow({ registryId, repository }: Props) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const forget = useContractMutation('repositories.forget')
  const { data, error } = useContractStream(
    'versions.list',
    { registryId, repository },
    {
      start: (): string[] => [],
      fold: (listed, { tags }) => {
        listed.push(...tags)
        return listed
      },
    },
  )
  const { title } = useErrorWords(error)
  const place: Place = { kind: 'repository', registryId, repository }
  const isRefused = isAppError(error) && (error.code === 'not-found' || error.code === 'forbidden')
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
      <span className={error ? 'bad' : 'num'}>
        {error
          ? isRefused
            ? t('catalog.kept.notFound')
            : title
          : data?.end &&
            t('catalog.versions', {
              count: data.value.length,
              shown: formatCount(data.value.length),
            })}
      </span>
      <IconButton
        icon="close"
        size="xs"
        label={t('catalog.kept.forget', { repository })}
        onClick={() => forget.mutate({ registryId, repository })}
      />
    </li>
  )
}
