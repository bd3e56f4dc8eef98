import { useTranslation } from 'react-i18next'
import { useGoTo } from '../lib/place.ts'
import { Button } from './button.tsx'

type Props = { registryId: string; repository?: string | undefined; isPrimary?: boolean }

/** To the sign-in doctor, with what was asked for. */
export function FindOutWhyButton({ registryId, repository, isPrimary = false }: Props) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  return (
    <Button
      variant={isPrimary ? 'primary' : 'default'}
      onClick={() =>
        goTo({
          kind: 'registry',
          registryId,
          namespace: '',
          view: 'doctor',
          ...(repository !== undefined && { subject: repository }),
        })
      }
    >
      {t('common.findOutWhy')}
    </Button>
  )
}
