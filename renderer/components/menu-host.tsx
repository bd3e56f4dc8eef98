import { createContext, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** Where menus are drawn; null is the end of the body, as dialogs need it. */
export const MenuHostContext = createContext<HTMLElement | null>(null)

/** Open menus lie in a landmark of their own, so that all content is in one. */
export function MenuHost({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const [host, setHost] = useState<HTMLElement | null>(null)
  return (
    <MenuHostContext value={host}>
      {children}
      <section ref={setHost} aria-label={t('common.menus')} />
    </MenuHostContext>
  )
}
