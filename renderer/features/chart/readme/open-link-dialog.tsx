import { useTranslation } from 'react-i18next'
import { Button } from '../../../components/button.tsx'
import { CopyButton } from '../../../components/copy-button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { openOutside } from '../../../lib/open-outside.ts'
import type { ReadmeLink } from './readme-link.ts'
import styles from './readme.module.css'
import { focusOnMount } from '../../../lib/focus-on-mount.ts'

type Props = {
  link: Extract<ReadmeLink, { url: string }>
  /** Who says that it leads there. */
  from: 'readme' | 'chart'
  onClose: () => void
}

/** Nothing of a chart opens a page by itself: the host is said first, as the browser will ask for it. */
export function OpenLinkDialog({ link, from, onClose }: Props) {
  const { t } = useTranslation()
  const isMail = link.kind === 'mail'
  const target = isMail ? link.address : link.host
  const open = () => {
    openOutside(link.url)
    onClose()
  }
  return (
    <Dialog
      title={t(isMail ? 'chart.link.mailTitle' : 'chart.link.title', { target })}
      description={t(`chart.link.from.${from}`)}
      onClose={onClose}
      onSubmit={open}
      buttons={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="primary" ref={focusOnMount}>
            {t(isMail ? 'chart.link.mailOpen' : 'chart.link.open')}
          </Button>
        </>
      }
    >
      <p className={styles.linkAddress}>
        <span className="mono selectable">{link.url}</span>
        <CopyButton size="xs" text={link.url} label={t('chart.link.copy')} />
      </p>
    </Dialog>
  )
}
