import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { Button } from '../../components/button.tsx'
import { CancelButton } from '../../components/cancel-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useContractMutation } from '../../lib/contract-query.ts'

type Props = { registry: Registry; onClose: () => void }

/** The name in the sidebar; the address stays. */
export function RenameDialog({ registry, onClose }: Props) {
  const { t } = useTranslation()
  const [name, setName] = useState(registry.name)
  const rename = useContractMutation('registries.rename', { onSuccess: onClose })
  const missing = name.trim() === '' ? t('registries.nameMissing') : undefined
  const submit = () =>
    missing === undefined && rename.mutate({ registryId: registry.id, name: name.trim() })
  return (
    <Dialog
      title={t('registries.rename', { name: registry.name })}
      hasTyped={name !== registry.name}
      onClose={onClose}
      onSubmit={submit}
      buttons={
        <>
          <CancelButton />
          <Button type="submit" variant="primary" disabledReason={missing}>
            {t('registries.renameButton')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('registries.name')}
        size="lg"
        maxLength={120}
        value={name}
        onValue={setName}
        note={<span className="mono t3">{registry.host}</span>}
      />
    </Dialog>
  )
}
