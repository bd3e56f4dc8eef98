import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'
import { Strip } from '../../components/strip.tsx'
import { call } from '../../lib/call.ts'
import { usePushChart } from './use-push-chart.ts'

type Props = { draftId: string; onClose: () => void }

/** Above the inspector of a dropped archive: that it is no version of a registry, and the way to push it. */
export function DraftStrip({ draftId, onClose }: Props) {
  const { t } = useTranslation()
  const { reviewOf, fileNameOf } = usePushChart()
  const review = reviewOf(draftId)
  const close = () => {
    void call('drafts.discard', { draftIds: [draftId] }).catch(() => undefined)
    onClose()
  }
  return (
    <Strip
      icon="file"
      actions={
        <>
          {review && (
            <Button size="sm" onClick={review}>
              {t('push.draft.push')}
            </Button>
          )}
          <Button size="sm" variant="ghost" onClick={close}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      <h1>{t('push.draft.title', { file: fileNameOf(draftId) ?? t('push.draft.file') })}</h1>
    </Strip>
  )
}
