import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { Button } from '../../components/button.tsx'
import { CancelButton } from '../../components/cancel-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { CallOutcome } from '../../components/asking/call-outcome.tsx'
import { missingPart } from '../../components/connection-form/connection-draft.ts'
import { ConnectionFields } from '../../components/connection-form/connection-fields.tsx'
import styles from '../../components/sign-in-form/dialogs.module.css'
import { handOver } from '../../components/connection-form/hand-over.ts'
import { HelmCaLine } from '../../components/connection-form/helm-ca-line.tsx'
import { addressOf } from '../../lib/registry-address.ts'
import { useAsking, type Terms } from '../../components/asking/use-asking.ts'

type Props = {
  registry: Registry
  onClose: () => void
  onShowCertificate: () => void
}

/** How a saved registry is reached. It takes effect at once. */
export function ConnectionDialog({ registry, onClose, onShowCertificate }: Props) {
  const { t } = useTranslation()
  const [terms, setTerms] = useState<Terms>({ decisions: {}, connection: {} })
  const save = useAsking('connectionSettings.change')
  const missingFile = missingPart(terms.connection)
  const missing = missingFile
    ? t(`connection.missing.${missingFile}`)
    : Object.keys(terms.connection).length === 0
      ? t('connection.unchanged')
      : undefined
  const submit = () => {
    if (missing !== undefined || save.isAsking) return
    save.ask(
      {
        input: async ({ decisions, connection }) => ({
          registryId: registry.id,
          connection: (await handOver(connection)) ?? {},
          decisions,
        }),
        onAnswer: onClose,
      },
      terms,
    )
  }
  const { ca } = registry.connection
  return (
    <Dialog
      title={t('connection.title', { name: registry.name })}
      hasTyped={Object.keys(terms.connection).length > 0}
      onClose={onClose}
      onSubmit={submit}
      footerNote={
        registry.plainHttp ? null : (
          <Button onClick={onShowCertificate}>{t('connection.show')}</Button>
        )
      }
      buttons={
        <>
          <CancelButton />
          <Button
            type="submit"
            variant="primary"
            disabledReason={missing}
            isDisabled={missing !== undefined || save.isAsking}
          >
            {t(save.isAsking ? 'connection.saving' : 'connection.save')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <ConnectionFields
          address={addressOf(registry)}
          isPlain={registry.plainHttp}
          shown={registry.connection}
          draft={terms.connection}
          onChange={connection => {
            setTerms({ ...terms, connection })
            save.reset()
          }}
        />
        {ca.kind === 'file' && !terms.connection.ca && ca.helmCanUse && (
          <HelmCaLine file={ca.file} />
        )}
        <CallOutcome asking={save} isSaved />
      </div>
    </Dialog>
  )
}
