import { useTranslation } from 'react-i18next'
import { isAppError } from '../../../shared/errors.ts'
import { Icon } from '../../components/icon.tsx'
import { classNames } from '../../lib/class-names.ts'
import { useErrorWords } from '../../lib/error-words.ts'
import { formatCount } from '../../lib/formats.ts'
import styles from './kept-repositories.module.css'
import { useTagCount } from './use-tag-count.ts'

type Props = {
  registryId: string
  repository: string
  /** In the field, where it answers what was typed. */
  isAnswer?: boolean
}

/** How many versions a repository has, or why it cannot be read. */
export function RepositoryNote({ registryId, repository, isAnswer = false }: Props) {
  const { t } = useTranslation()
  const { count, error } = useTagCount(registryId, repository)
  const { title } = useErrorWords(error)
  const isRefused = isAppError(error) && (error.code === 'not-found' || error.code === 'forbidden')
  if (error) return <span className="bad">{isRefused ? t('catalog.kept.notFound') : title}</span>
  if (count === undefined) return null
  return (
    <span className={isAnswer ? classNames('num ok', styles.answer) : 'num'}>
      {isAnswer && <Icon name="check" size={12} />}
      {t('catalog.versions', { count, shown: formatCount(count) })}
    </span>
  )
}
