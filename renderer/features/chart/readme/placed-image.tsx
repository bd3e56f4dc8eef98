import { useTranslation } from 'react-i18next'
import { Icon } from '../../../components/icon.tsx'
import styles from './readme.module.css'

/** Nothing is fetched from elsewhere: what an image shows, and where it would come from. */
export function PlacedImage({ alt, src }: { alt: string; src: string }) {
  const { t } = useTranslation()
  return (
    <span className={styles.image} title={src}>
      <Icon name="image" size={14} />
      <span className="sr">{t('chart.readme.image')}</span>
      <span>{alt === '' ? t('chart.readme.imageWithoutText') : alt}</span>
      <span className={styles.imageSource}>{src}</span>
    </span>
  )
}
