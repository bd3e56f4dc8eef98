import { useTranslation } from 'react-i18next'
import { StrategyMenu } from '../../components/strategy-menu.tsx'
import { useListingChoice } from '../../lib/listing-choice.ts'
import styles from './source-pane.module.css'

/** Which strategy lists this registry, who chose it, and which others fit. */
export function ListingChoice({ registryId }: { registryId: string }) {
  const { t } = useTranslation()
  const { choice } = useListingChoice(registryId)
  if (!choice) return null
  return (
    <section>
      <div className={styles.why}>
        <h2>{t('strategies.heading')}</h2>
        <p>
          {t(`strategies.${choice.strategy}.name`)}. {t(`strategies.${choice.chosen}`)}
        </p>
      </div>
      <div className={styles.choice}>
        {choice.others.length === 0 ? (
          <span className="t3 fs12">{t('strategies.noOther')}</span>
        ) : (
          <StrategyMenu registryId={registryId} />
        )}
      </div>
    </section>
  )
}
