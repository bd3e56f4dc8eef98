import { useTranslation } from 'react-i18next'
import type { FoundSignIn } from '../../../shared/ipc/schemas/registries.ts'
import { Checkbox } from '../../components/checkbox.tsx'
import { Pill } from '../../components/pill.tsx'
import styles from './import-list.module.css'

type Props = {
  found: readonly FoundSignIn[]
  chosen: ReadonlySet<string>
  onChange: (chosen: ReadonlySet<string>) => void
}

/** Grouped by file, in the order they were looked up. */
export function ImportList({ found, chosen, onChange }: Props) {
  const { t } = useTranslation()
  const files = Map.groupBy(found, ({ file }) => file)
  const toggle = (id: string, isChosen: boolean) => {
    const next = new Set(chosen)
    if (isChosen) next.add(id)
    else next.delete(id)
    onChange(next)
  }
  return (
    <div className={styles.well}>
      <div className={styles.head}>
        <Checkbox
          label={t('registries.import.all')}
          isChecked={chosen.size === found.length}
          isMixed={chosen.size > 0 && chosen.size < found.length}
          onChange={isAll => onChange(new Set(isAll ? found.map(({ id }) => id) : []))}
        />
        <span>{t('registries.import.registry')}</span>
        <span>{t('registries.username')}</span>
        <span>{t('registries.import.secret')}</span>
      </div>
      {[...files].map(([file, signIns]) => (
        <div key={file}>
          <div className={styles.file}>
            <span className="mono t1 grow trunc">{file}</span>
            {t(`registries.import.source.${signIns[0]?.source}`, { count: signIns.length })}
          </div>
          {signIns.map(({ id, host, username, alreadyAdded }) => (
            <label key={id} className={styles.row}>
              <Checkbox isChecked={chosen.has(id)} onChange={isChosen => toggle(id, isChosen)} />
              <span className={styles.host}>
                <span className="trunc">{host}</span>
                {alreadyAdded && <Pill>{t('registries.import.added')}</Pill>}
              </span>
              <span className="trunc">{username}</span>
              <span>
                <Pill tone="warn">{t('registries.import.plainText')}</Pill>
              </span>
            </label>
          ))}
        </div>
      ))}
    </div>
  )
}
