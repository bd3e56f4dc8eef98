import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { usePlace } from '../../lib/place.ts'
import { useRegistry } from '../../lib/use-registry.ts'
import { windowTitle } from './window-title.ts'

/** Names the place in the title of the page, which is that of the desktop's window too. */
export const useWindowTitle = (fileNameOf: (draftId: string) => string | undefined): void => {
  const { t } = useTranslation()
  const place = usePlace()
  const { registry } = useRegistry('registryId' in place ? place.registryId : undefined)
  const title = windowTitle(place, {
    registry: registry?.name,
    file: (place.kind === 'draft' && fileNameOf(place.draftId)) || t('shell.droppedChart'),
    doctor: t('shell.view.doctor'),
  })
  useEffect(() => {
    document.title = title
  }, [title])
}
