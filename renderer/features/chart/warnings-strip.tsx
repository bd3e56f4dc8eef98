import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Warning } from '../../../shared/ipc/schemas/charts.ts'
import { Button } from '../../components/button.tsx'
import { Strip } from '../../components/strip.tsx'
import styles from './inspector.module.css'

/** What is odd and does not stop anybody from reading: one sentence, or their number and the list on request. */
export function WarningsStrip({ warnings }: { warnings: readonly Warning[] }) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const [first, ...others] = warnings
  if (!first) return null
  if (others.length === 0) return <Strip icon="alert">{warningText(first)}</Strip>
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
            {t(isOpen ? 'chart.warnings.hide' : 'chart.warnings.show')}
          </Button>
        }
      >
        {t('chart.warnings.count', { count: warnings.length })}
      </Strip>
      {isOpen && (
        <ul className={styles.warnings}>
          {warnings.map((warning, index) => (
            <li key={index}>{warningText(warning)}</li>
          ))}
        </ul>
      )}
    </>
  )

  function warningText(warning: Warning) {
    return t([`warnings.${warning.key}`, 'chart.warnings.unknown'], {
      ...warning.params,
      key: warning.key,
    })
  }
}
