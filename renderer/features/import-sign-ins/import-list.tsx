import { useEffect, useId, useRef, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { FoundSignIn, UnusableSignIn } from '../../../shared/ipc/schemas/sign-ins.ts'
import { Checkbox } from '../../components/checkbox.tsx'
import {
  chooseAll,
  filesOfPlaces,
  isAllChosen,
  keepOf,
  placeOf,
  setKeep,
  toggle,
  type ImportChoice,
} from './import-choice.ts'
import styles from './import-list.module.css'
import { ImportRow, UnusableRow } from './import-row.tsx'

type Props = {
  found: readonly FoundSignIn[]
  unusable: readonly UnusableSignIn[]
  choice: ImportChoice
  /** Has the focus while the list is looked for, and then gives it to the list. */
  focusFrom: RefObject<HTMLElement | null>
  onChange: (choice: ImportChoice) => void
  onLocate: ((name: string) => void) | undefined
}

const isSignIn = (line: FoundSignIn | UnusableSignIn): line is FoundSignIn => 'id' in line

/** Grouped by file, in the order they were looked up. */
export function ImportList({ found, unusable, choice, focusFrom, onChange, onLocate }: Props) {
  const { t } = useTranslation()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (document.activeElement === focusFrom.current)
      list.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
  }, [focusFrom])
  const id = useId()
  const byFile = Map.groupBy<string, FoundSignIn | UnusableSignIn>(
    [...found, ...unusable],
    ({ file }) => file,
  )
  const fileCounts = filesOfPlaces(found)
  const isAll = isAllChosen(choice, found)
  return (
    <div className={styles.well} ref={list}>
      <div className={styles.head}>
        <Checkbox
          label={t('registries.import.all')}
          isChecked={choice.chosen.size === found.length}
          isMixed={choice.chosen.size > 0 && choice.chosen.size < found.length}
          // Where some can never be chosen it stays mixed, and still goes to and fro.
          onChange={() => onChange(chooseAll(choice, found, !isAll))}
        />
        <span>{t('registries.import.registry')}</span>
        <span>{t('registries.username')}</span>
        <span>{t('registries.import.secret')}</span>
        <span>{t('registries.import.afterImport')}</span>
      </div>
      {[...byFile].map(([file, lines], at) => (
        <section key={file} aria-labelledby={`${id}-${at}`}>
          <div className={styles.file} id={`${id}-${at}`}>
            <span className="mono t1 grow trunc" title={file}>
              {file}
            </span>
            {lines[0] &&
              t(`registries.import.source.${lines[0].source}`, {
                count: lines.filter(isSignIn).length,
              })}
          </div>
          <ul>
            {lines.filter(isSignIn).map(one => (
              <ImportRow
                key={one.id}
                found={one}
                isChosen={choice.chosen.has(one.id)}
                keep={keepOf(choice, one)}
                fileCount={fileCounts.get(placeOf(one)) ?? 1}
                onToggle={isChosen => onChange(toggle(choice, found, one, isChosen))}
                onKeep={keep => onChange(setKeep(choice, one.id, keep))}
                onLocate={onLocate}
              />
            ))}
            {lines
              .filter(line => 'reason' in line)
              .map(({ key, reason }) => (
                <UnusableRow key={key} name={key} reason={reason} />
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
