import { useTranslation } from 'react-i18next'
import { quoteArgument, type Shell } from '../../../shared/model/shell-quoting.ts'
import { CopyButton } from '../copy-button.tsx'
import { useShell } from '../../lib/settings.ts'
import styles from './certificate.module.css'

/** The home folder's `~` means itself between quotes, so it stays before them. */
const quotePath = (shell: Shell, file: string): string => {
  const [, home = '', rest = ''] = /^(~\/)?(.*)$/s.exec(file) ?? []
  return home + (quoteArgument(shell, rest) ?? rest)
}

/** helm knows nothing of what is chosen here: the flag that gives it the same file. */
export function HelmCaLine({ file }: { file: string }) {
  const { t } = useTranslation()
  const [shell] = useShell()
  const flag = `--ca-file ${quotePath(shell, file)}`
  return (
    <div>
      <p className="fs12 t2">{t('connection.helmNeedsFile')}</p>
      <div className={styles.flag}>
        <span className="mono grow trunc">{flag}</span>
        <CopyButton text={flag} label={t('connection.copyFlag')} />
      </div>
    </div>
  )
}
