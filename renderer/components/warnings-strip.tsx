import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { knownWords } from '../lib/known-words.ts'
import type { Warning } from '../../shared/ipc/schemas/charts.ts'
import { formatCount } from '../lib/formats.ts'
import { Button } from './button.tsx'
import { Strip } from './strip.tsx'
import { groupWarnings, type WarningGroup } from './warning-groups.ts'
import styles from './warnings-strip.module.css'

/** What is odd and does not stop anybody: one sentence, or how many there are and the kinds on request. */
export function WarningsStrip({ warnings }: { warnings: readonly Warning[] }) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const groups = groupWarnings(warnings)
  const [only, ...others] = groups
  if (!only) return null
  const sentence = others.length === 0 ? <GroupTitle group={only} /> : undefined
  if (sentence && only.count === 1) return <Strip icon="alert">{sentence}</Strip>
  const count = groups.reduce((sum, group) => sum + group.count, 0)
  return (
    <>
      <Strip
        icon="alert"
        actions={
          <Button
            variant="ghost"
            size="sm"
            aria-expanded={isOpen}
            iconEnd="chevronDown"
            onClick={() => setIsOpen(!isOpen)}
          >
            {t(isOpen ? 'common.warnings.hide' : 'common.warnings.show')}
          </Button>
        }
      >
        {sentence ?? t('common.warnings.count', { count, shown: formatCount(count) })}
      </Strip>
      {isOpen && (
        <div
          className={styles.list}
          tabIndex={0}
          role="region"
          aria-label={t('common.warnings.label')}
        >
          {sentence ? <Members group={only} /> : <Groups groups={groups} />}
        </div>
      )}
    </>
  )
}

function Groups({ groups }: { groups: readonly WarningGroup[] }) {
  return (
    <ul>
      {groups.map(group => (
        <li key={group.key}>
          {group.count === 1 ? (
            <GroupTitle group={group} />
          ) : (
            <details>
              <summary>
                <GroupTitle group={group} />
              </summary>
              <Members group={group} />
            </details>
          )}
        </li>
      ))}
    </ul>
  )
}

function GroupTitle({ group: { key, count, members } }: { group: WarningGroup }) {
  const { t } = useTranslation()
  const unknown = 'common.warnings.unknown'
  if (count === 1)
    return knownWords(t, [`warnings.${key}`, unknown], { ...members[0]?.params, key })
  return knownWords(t, [`warnings.groups.${key}`, unknown], {
    count,
    shown: formatCount(count),
    key,
  })
}

function Members({ group: { key, count, members } }: { group: WarningGroup }) {
  const { t } = useTranslation()
  const more = count - members.length
  return (
    <ul className={styles.members}>
      {members.map(({ params }, at) => (
        <li key={at}>{knownWords(t, [`warnings.members.${key}`, `warnings.${key}`], params)}</li>
      ))}
      {more > 0 && <li>{t('common.warnings.more', { count: more, shown: formatCount(more) })}</li>}
    </ul>
  )
}
