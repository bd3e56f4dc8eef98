import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'
import { useContractMutation } from '../../lib/contract-query.ts'
import type { PullPhase } from './pull-phase.ts'
import { focusOnMount } from '../../lib/focus-on-mount.ts'

type Props = {
  phase: PullPhase
  transferId: string | undefined
  onClose: () => void
  onAgain: () => void
}

/** Keyed by phase, so that the button that has the focus is the one that fits it. */
export function PullButtons({ phase, transferId, onClose, onAgain }: Props) {
  const { t } = useTranslation()
  const cancel = useContractMutation('transfers.cancel')
  switch (phase) {
    case 'resolving':
    case 'asking':
      return (
        <Button key={phase} ref={phase === 'asking' ? focusOnMount : null} onClick={onClose}>
          {t('common.cancel')}
        </Button>
      )
    case 'choosing':
      return (
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button key="pull" type="submit" variant="primary" icon="download" ref={focusOnMount}>
            {t('pull.pull')}
          </Button>
        </>
      )
    case 'running':
      return (
        <>
          <Button
            isDisabled={transferId === undefined || cancel.isPending}
            onClick={() => transferId !== undefined && cancel.mutate({ transferId })}
          >
            {t('pull.cancelPull')}
          </Button>
          <Button key="close" ref={focusOnMount} onClick={onClose}>
            {t('common.close')}
          </Button>
        </>
      )
    case 'done':
      return (
        <Button key="done" variant="primary" ref={focusOnMount} onClick={onClose}>
          {t('pull.done')}
        </Button>
      )
    case 'failed':
    case 'cancelled':
      return (
        <>
          <Button onClick={onAgain}>{t('pull.change')}</Button>
          <Button key="close" ref={focusOnMount} onClick={onClose}>
            {t('common.close')}
          </Button>
        </>
      )
  }
}
