import { useTranslation } from 'react-i18next'
import type { FoundSignIn, UnusableSignIn } from '../../../shared/ipc/schemas/sign-ins.ts'
import { classNames } from '../../lib/class-names.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Icon } from '../../components/icon.tsx'
import { Pill } from '../../components/pill.tsx'
import { Select } from '../../components/select.tsx'
import { useKeepOptions } from '../../components/sign-in-form/found-list.tsx'
import { isUsable } from './import-choice.ts'
import styles from './import-list.module.css'
import type { Keep } from '../../components/sign-in-form/sign-in-draft.ts'

type Props = {
  found: FoundSignIn
  isChosen: boolean
  keep: Keep
  /** In how many files this host and path stand. */
  fileCount: number
  onToggle: (isChosen: boolean) => void
  onKeep: (keep: Keep) => void
  /** Asks for the program of a helper that is on no PATH, where the host can. */
  onLocate: ((name: string) => void) | undefined
}

function Secret({ secretIn }: Pick<FoundSignIn, 'secretIn'>) {
  const { t } = useTranslation()
  if (secretIn.kind === 'file')
    return (
      <span>
        <Pill tone="warn">{t('registries.import.plainText')}</Pill>
      </span>
    )
  if (secretIn.kind === 'helper')
    return (
      <span className="trunc">
        {t('registries.import.helper')} <span className="mono t1">{secretIn.name}</span>
      </span>
    )
  return (
    <span className={styles.missing}>
      <Icon name="alert" size={14} />
      {t('registries.import.helperMissing')}
    </span>
  )
}

/** A key of the file that no registry can be added from, and why. */
export function UnusableRow({ name, reason }: { name: string; reason: UnusableSignIn['reason'] }) {
  const { t } = useTranslation()
  return (
    <li className={classNames(styles.row, styles.off)}>
      <Icon name="alert" size={14} />
      <span className={styles.host}>
        <span className="trunc" title={name}>
          {name}
        </span>
      </span>
      <span className={styles.why}>{t(`registries.import.unusable.${reason}`)}</span>
    </li>
  )
}

/** One sign-in of one file. */
export function ImportRow({ found, isChosen, keep, fileCount, onToggle, onKeep, onLocate }: Props) {
  const { t } = useTranslation()
  const keepOptions = useKeepOptions()
  const { host, path, username, secretIn, shadowedBy, alreadyAdded } = found
  const canUse = isUsable(found)
  return (
    <li className={classNames(styles.row, !isChosen && styles.off)}>
      <label className={styles.cells}>
        <Checkbox
          isChecked={isChosen}
          isDisabled={!canUse}
          data-autofocus={canUse ? '' : undefined}
          onChange={onToggle}
        />
        <span className={styles.host} title={path === '' ? host : `${host}/${path}`}>
          <span className="trunc">
            {host}
            {path !== '' && <span className="t2">/{path}</span>}
          </span>
          {fileCount > 1 && <Pill>{t('registries.import.inFiles', { count: fileCount })}</Pill>}
        </span>
        <span className="trunc" title={username}>
          {username ?? t('registries.unknownUser')}
        </span>
        <Secret secretIn={secretIn} />
      </label>
      {canUse && (
        <Select
          label={t('registries.import.afterImportOf', { host: path ? `${host}/${path}` : host })}
          options={keepOptions}
          selected={keep}
          isDisabled={!isChosen}
          onSelect={onKeep}
        />
      )}
      {secretIn.kind === 'missing-helper' && onLocate && (
        <Button
          variant="link"
          size="sm"
          className={styles.locate}
          onClick={() => onLocate(secretIn.name)}
        >
          {t('registries.import.locate')}
        </Button>
      )}
      {secretIn.kind === 'missing-helper' && (
        <span className={styles.reason}>
          {t('registries.import.notOnPath', { name: secretIn.name })}
        </span>
      )}
      {!isChosen && (alreadyAdded || shadowedBy) && (
        <span className={styles.shadow}>
          {alreadyAdded
            ? t('registries.import.added')
            : t('registries.import.shadowedBy', {
                username: shadowedBy?.username ?? t('registries.unknownUser'),
                source: shadowedBy ? t(`registries.import.program.${shadowedBy.source}`) : '',
              })}
        </span>
      )}
    </li>
  )
}
