import { createContext, use } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'

/** Closes the dialog around, as Esc does. */
export const LeaveContext = createContext<() => void>(() => undefined)

export function CancelButton() {
  const { t } = useTranslation()
  const leave = use(LeaveContext)
  return <Button onClick={leave}>{t('common.cancel')}</Button>
}
