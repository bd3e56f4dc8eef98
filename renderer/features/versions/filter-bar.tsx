import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilterResult, FilterState } from '../../../shared/model/filter.ts'
import { actionKeysLabel } from '../../actions/possible-actions.ts'
import { useActedOn } from '../../actions/subjects.ts'
import { Checkbox } from '../../components/checkbox.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { Pill } from '../../components/pill.tsx'
import { TextField } from '../../components/text-field.tsx'
import { formatCount } from '../../lib/formats.ts'
import { focusPane } from '../../lib/panes.ts'
import { useTypedReference } from '../../lib/typed-reference.ts'
import styles from './filter-bar.module.css'

type Props = {
  state: FilterState
  result: FilterResult
  onType: (text: string) => void
  /** Of a column whose values are not all known. */
  isSortedSoFar: boolean
  knownCount: number
  /** Undefined where no version is one. */
  prereleases: { areHidden: boolean; onHide: (hide: boolean) => void } | undefined
}

/** One field: a version, a SemVer range by Helm's rules, or text; and how much of the list it leaves. */
export function FilterBar(props: Props) {
  const { state, result, onType, isSortedSoFar, knownCount, prereleases } = props
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  useActedOn('list', { focusFilter: () => field.current?.select() })
  const { text, filter, unfinished } = state
  const typedReference = useTypedReference(text)
  const isRange = filter.kind === 'range' && !unfinished
  const notes = [
    typedReference?.note,
    unfinished && t('versions.unfinishedRange'),
    result.searched < result.total &&
      t(filter.kind === 'text' ? 'versions.searched' : 'versions.searchedInside', {
        searched: formatCount(result.searched),
        total: formatCount(result.total),
      }),
    isSortedSoFar &&
      t('versions.sortedSoFar', {
        known: formatCount(knownCount),
        total: formatCount(result.total),
      }),
    isRange &&
      result.unseenByHelm > 0 &&
      t('versions.unseenByHelm', { count: result.unseenByHelm }),
  ].filter(Boolean)
  return (
    <div className={styles.bar}>
      <TextField
        ref={field}
        className="grow"
        type="search"
        label={t('versions.filter')}
        isLabelHidden
        placeholder={t('versions.filterHint')}
        isMono
        value={text}
        onValue={onType}
        onKeyDown={event => {
          if (event.key === 'Escape') onType('')
          if (event.key === 'Enter' && typedReference) {
            event.preventDefault()
            onType('')
            return typedReference.open()
          }
          if (event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault()
            focusPane('centre')
          }
        }}
        leading={<Icon name="filter" size={14} />}
        trailing={
          text === '' ? (
            <Kbd keys={actionKeysLabel('filterList')} />
          ) : (
            <>
              {isRange && <Pill tone="accent">{t('versions.semverRange')}</Pill>}
              <IconButton
                icon="close"
                size="xs"
                label={t('versions.clearFilter')}
                keys="Esc"
                onClick={() => onType('')}
              />
            </>
          )
        }
        note={notes.length > 0 && notes.join(' ')}
      />
      {prereleases && (
        <label className={styles.prereleases}>
          <Checkbox
            isChecked={!prereleases.areHidden}
            onChange={areShown => prereleases.onHide(!areShown)}
          />
          {t('versions.prereleases')}
        </label>
      )}
      <span className={styles.count} role="status">
        {t('versions.shownOf', {
          shown: formatCount(result.rows.length),
          total: formatCount(result.total),
        })}
      </span>
    </div>
  )
}
