import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Target } from '../../../shared/ipc/schemas/transfers.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Kbd } from '../../components/kbd.tsx'
import frame from '../../components/dialog-frame.module.css'
import { classNames } from '../../lib/class-names.ts'
import { useContractQuery } from '../../lib/contract-query.ts'
import { asSentence, useErrorWords } from '../../lib/error-words.ts'
import styles from './drop-panel.module.css'
import sheet from './sheet.module.css'
import { TargetReference } from './target-reference.tsx'
import type { FileDrag } from './use-file-drag.ts'
import { focusOnMount } from '../../lib/focus-on-mount.ts'

type Props = {
  drag: FileDrag | undefined
  target: Target | undefined
  /** How many files are being read, after the release. */
  opening: number | undefined
  error: unknown
  onClose: () => void
}

/** Why a push there could only fail; undefined where nothing is known against it. */
const blockedBy = { 'sign-in-needed': 'signIn', offline: 'offline' } as const

/** While files are over the window: where they would go. After the release: that they are being read. */
export function DropPanel({ drag, target, opening, error, onClose }: Props) {
  const { t } = useTranslation()
  const registries = useContractQuery('registries.list', {}).data?.registries ?? []
  const registry = registries.find(({ id }) => id === target?.registryId)
  const status = registry?.state.status
  const blocked =
    registry && (status === 'sign-in-needed' || status === 'offline')
      ? t(`push.drop.${blockedBy[status]}`, { host: registry.host })
      : undefined
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && onClose()
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [onClose])
  return (
    <div className={drag ? styles.veilHover : styles.veil}>
      <section
        className={classNames(frame.surface, frame.sheet, styles.panel)}
        data-raised=""
        role="status"
      >
        <div className={sheet.head}>
          <p className={styles.where}>
            <Icon name="upload" size={14} />
            {registry
              ? t(target?.namespace ? 'push.target.namespace' : 'push.target.root', {
                  host: registry.host,
                  namespace: target?.namespace,
                })
              : t('push.target.none')}
          </p>
          <TargetReference host={registry?.host} target={registry && target} draft={undefined} />
        </div>
        <div className={sheet.section}>
          {blocked !== undefined && (
            <p className={styles.cannot}>
              <b>{t('push.drop.cannot')}</b> {blocked}
            </p>
          )}
          <PanelText drag={drag} opening={opening} error={error} />
        </div>
        <div className={classNames(frame.foot, sheet.foot)}>
          {drag ? (
            <>
              <span className="grow t2">
                <span className="t1 med">{t('push.drop.release')}</span>{' '}
                {t('push.drop.nothingSent')}
              </span>
              <Kbd keys="Esc" />
              <span className="t2">{t('common.cancel')}</span>
            </>
          ) : (
            <>
              <span className="grow" />
              <Button ref={focusOnMount} onClick={onClose}>
                {t(error === undefined ? 'common.cancel' : 'common.close')}
              </Button>
            </>
          )}
        </div>
      </section>
    </div>
  )
}

function PanelText({ drag, opening, error }: Pick<Props, 'drag' | 'opening' | 'error'>) {
  const { t } = useTranslation()
  const words = useErrorWords(error)
  if (drag) return <p>{t('push.drop.files', { count: drag.count })}</p>
  if (opening !== undefined) return <p>{t('push.drop.reading', { count: opening })}</p>
  return (
    <p role="alert">
      <b>{asSentence(words.title)}</b> {words.advice}
    </p>
  )
}
