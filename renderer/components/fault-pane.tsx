import { useTranslation } from 'react-i18next'
import type { WindowPart } from '../../shared/model/window-part.ts'
import { LoadFault } from '../lib/lazy-view.tsx'
import { useOverlay } from '../lib/overlay.tsx'
import { focusIfLost } from '../lib/focus-on-mount.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import styles from './message.module.css'

type Props = { part: WindowPart; error: unknown; onRetry: () => void }

/** A part of the window that could not be drawn: what happened, that the rest goes on, and a way to have it back. */
export function FaultPane({ part, error, onRetry }: Props) {
  const { t } = useTranslation()
  const { open } = useOverlay()
  // The window and the centre hold the first heading of the page.
  const Heading = part === 'window' || part === 'centre' ? 'h1' : 'h2'
  return (
    <section className={styles.message} role="alert">
      <div className={styles.icon}>
        <Icon name="alert" size={20} />
      </div>
      <Heading className={styles.title}>{t(`fault.title.${part}`)}</Heading>
      <div className={styles.text}>
        {t(error instanceof LoadFault ? 'fault.notLoaded' : 'fault.advice')}
      </div>
      <div className={styles.actions}>
        <Button ref={focusIfLost} variant="primary" onClick={onRetry}>
          {t('common.tryAgain')}
        </Button>
        {/* Where the whole window failed, so did what opens dialogs. */}
        {part !== 'window' && (
          <Button onClick={() => open({ kind: 'log' })}>{t('fault.openLog')}</Button>
        )}
      </div>
    </section>
  )
}
