import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chart } from '../../../shared/ipc/schemas/charts.ts'
import { CodePane } from '../../components/code-view/code-pane.tsx'
import type { Language } from '../../components/code-view/language-of.ts'
import type { ViewMemory } from '../../components/code-view/view-memory.ts'
import { textNotice } from './text-notice.ts'

type Props = {
  title: string
  content: Chart['chartYaml']
  language: Language
  version: string
  memory: ViewMemory
  actions?: ReactNode
}

/** One of the chart's own texts. */
export function TextTab({ title, content, language, version, memory, actions }: Props) {
  const { t } = useTranslation()
  return (
    <CodePane
      title={title}
      detail={version}
      text={content.text}
      language={language}
      memory={memory}
      memoryKey={title}
      notice={textNotice(t, content)}
      actions={actions}
    />
  )
}
