import { useTranslation } from 'react-i18next'
import type { Capability, RegistryPage } from '../../../shared/ipc/schemas/capabilities.ts'
import { ExchangeView } from '../../components/exchange-view.tsx'
import { useNow } from '../../lib/use-now.ts'
import { capabilityWords } from './capability-words.ts'
import { ListingChoice } from './listing-choice.tsx'
import { SharedDigests } from './shared-digests.tsx'
import styles from './source-pane.module.css'

type Props = { page: RegistryPage; capability: Capability }

function Exchange({ capability }: { capability: Capability }) {
  const { t } = useTranslation()
  const { exchange, foundBy } = capability
  if (exchange)
    return (
      <div className={styles.exchange}>
        <ExchangeView key={exchange.id} exchange={exchange} />
      </div>
    )
  return (
    <p className={styles.gone}>
      {t(`capabilities.${foundBy === 'nothing' ? 'nothingYet' : 'sourceGone'}`)}
    </p>
  )
}

const tickMs = 30_000

/** As within a sentence, but `API` and the names of vendors stay what they are. */
const stateInTitle = ({ name }: Capability, state: string): string =>
  name !== 'repository-listing' && /^[A-Z][a-z]/.test(state)
    ? state.charAt(0).toLowerCase() + state.slice(1)
    : state

/** Where one line of the sheet comes from, and what it touches. */
export function SourcePane({ page, capability }: Props) {
  const { t } = useTranslation()
  const nowMs = useNow(true, tickMs)
  const words = capabilityWords(t, capability, Math.max(nowMs, capability.foundAtMs ?? 0))
  const { name, state } = capability
  return (
    <div
      className={styles.pane}
      tabIndex={0}
      data-pane-focus=""
      role="group"
      aria-label={words.name}
    >
      <div className={styles.why}>
        <h2>
          {t('capabilities.sourceTitle', {
            name: words.name,
            state: stateInTitle(capability, words.state),
          })}
        </h2>
        <p>{words.source}</p>
        {state === 'unknown' && <p>{words.means}.</p>}
      </div>
      <Exchange capability={capability} />
      {name === 'repository-listing' && <ListingChoice registryId={page.registry.id} />}
      {(name === 'delete-by-digest' || name === 'delete-by-tag') && (
        <SharedDigests digests={page.sharedDigests} />
      )}
    </div>
  )
}
