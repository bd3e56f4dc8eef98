import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { QueryView } from '../../components/query-view.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import { CertificateDialog } from '../../components/connection-form/certificate-dialog.tsx'
import { handOver } from '../../components/connection-form/hand-over.ts'
import { addressOf } from '../../lib/registry-address.ts'
import { noTerms, useAsking } from '../../components/asking/use-asking.ts'

type Props = { registry: Registry; onClose: () => void }

/** The certificate a saved registry shows now; what is chosen holds from then on. */
export function RegistryCertificateDialog({ registry, onClose }: Props) {
  const { t } = useTranslation()
  const query = useContractQuery(
    'connectionSettings.certificate',
    { address: addressOf(registry) },
    { staleTime: 0, gcTime: 0 },
  )
  const save = useAsking('connectionSettings.change')
  if (!query.data)
    return (
      <Dialog
        title={t('connection.trusted', { host: registry.host })}
        onClose={onClose}
        buttons={<Button onClick={onClose}>{t('common.close')}</Button>}
      >
        <QueryView query={query} slow={t('connection.looking')}>
          {() => null}
        </QueryView>
      </Dialog>
    )
  const owed = save.owed?.decision === 'certificate' ? save.owed.certificate : undefined
  const view = owed ?? query.data.certificate
  return (
    <CertificateDialog
      // Another certificate than the one that was decided about.
      key={view.chain[0]?.sha256}
      view={view}
      isSaved
      isPinned={view.trusted && view.chain[0]?.sha256 === registry.connection.pin}
      isBusy={save.isAsking}
      error={save.error}
      onUse={change =>
        save.ask(
          {
            input: async ({ decisions, connection }) => ({
              registryId: registry.id,
              connection: (await handOver(connection)) ?? {},
              decisions,
            }),
            onAnswer: onClose,
          },
          { ...noTerms, connection: change },
        )
      }
      onClose={onClose}
    />
  )
}
