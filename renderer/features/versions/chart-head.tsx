import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatCount } from '../../lib/formats.ts'
import { ChartGlyph } from '../../components/chart-glyph.tsx'
import { SubjectHead } from '../../components/subject-head.tsx'
import type { VersionDetails } from '../../lib/version-details.ts'

type Props = {
  name: string
  reference: string
  /** Undefined while the tags are on their way. */
  versionCount: number | undefined
  isComplete: boolean
  hiddenCount: number
  /** Of the selected version. */
  kind: VersionDetails['kind']
  description: string | undefined
  actions: ReactNode
}

/** Name, how many versions, one line about it, the reference, and what can be done. */
export function ChartHead({
  name,
  reference,
  versionCount,
  isComplete,
  hiddenCount,
  kind,
  description,
  actions,
}: Props) {
  const { t } = useTranslation()
  const count = formatCount(versionCount ?? 0)
  const about = kind === 'chart' ? description : t(`versions.kind.${kind}`)
  return (
    <SubjectHead
      glyph={<ChartGlyph name={name} />}
      name={name}
      count={
        <span className="t3 fs12 num nowrap">
          {versionCount !== undefined &&
            t(isComplete ? 'versions.count' : 'versions.countSoFar', {
              count: versionCount,
              shown: count,
            })}
          {hiddenCount > 0 && ` · ${t('versions.hidden', { count: hiddenCount })}`}
        </span>
      }
      about={
        <p className="trunc" title={about}>
          {about}
        </p>
      }
      reference={reference}
      copyLabel={t('common.copyReference')}
      actions={actions}
    />
  )
}
