import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { Draft, Target } from '../../../shared/ipc/schemas/transfers.ts'
import { DialogTitle } from '../../components/dialog-frame.tsx'
import styles from './review-head.module.css'
import sheet from './sheet.module.css'
import { TargetPicker } from './target-picker.tsx'
import { TargetReference } from './target-reference.tsx'

type Props = {
  drafts: readonly Draft[]
  registries: readonly Registry[]
  target: Target | undefined
  isPushing: boolean
  isPicking: boolean
  onPicking: (isPicking: boolean) => void
  onTarget: (target: Target) => void
}

/** The exact target, and the way to choose another; nothing of it where no file is a chart. */
export function ReviewHead({ drafts, registries, target, isPushing, ...picking }: Props) {
  const { t } = useTranslation()
  const [only] = drafts.length === 1 ? drafts : []
  if (drafts.length === 0)
    return (
      <div className={sheet.head}>
        <DialogTitle className={styles.nothing}>{t('push.nothing')}</DialogTitle>
      </div>
    )
  return (
    <div className={sheet.head}>
      <DialogTitle className="sr">
        {only
          ? t('push.title', { name: only.metadata.name, version: only.metadata.version })
          : t('push.titleMany', { count: drafts.length })}
      </DialogTitle>
      <TargetPicker
        registries={registries}
        target={target}
        isFixed={isPushing}
        isOpen={picking.isPicking}
        onOpenChange={picking.onPicking}
        onTarget={picking.onTarget}
      />
      <TargetReference
        host={registries.find(({ id }) => id === target?.registryId)?.host}
        target={target}
        draft={only}
      />
    </div>
  )
}
