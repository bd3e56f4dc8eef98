import { useTranslation } from 'react-i18next'
import type { Chart } from '../../../shared/ipc/schemas/charts.ts'
import type { ViewMemory } from '../../components/code-view/view-memory.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import styles from './inspector.module.css'
import { TextTab } from './text-tab.tsx'

type Props = {
  values: Chart['values']
  version: string
  hasSchema: boolean
  memory: ViewMemory
}

export function ValuesTab({ values, version, hasSchema, memory }: Props) {
  const { t } = useTranslation()
  if (!values)
    return <EmptyState title={t('chart.values.none')}>{t('chart.values.noneText')}</EmptyState>
  return (
    <TextTab
      title="values.yaml"
      content={values}
      language="yaml"
      version={version}
      memory={memory}
      actions={
        hasSchema && (
          <span className={styles.badge}>
            <Icon name="check" size={14} />
            values.schema.json
          </span>
        )
      }
    />
  )
}
