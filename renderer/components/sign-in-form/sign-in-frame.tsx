import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../button.tsx'
import { CancelButton } from '../cancel-button.tsx'
import { Dialog } from '../dialog.tsx'

type Props = {
  title: string
  description?: ReactNode
  /** Why it can be neither tried nor taken. */
  missing: string | undefined
  test: { readonly isAsking: boolean; readonly isTested: boolean; readonly run: () => void }
  submit: { readonly label: string; readonly isAsking: boolean; readonly run: () => void }
  hasTyped: boolean
  onClose: () => void
  children: ReactNode
}

/** What adding a registry and changing its sign-in share: Test at the left, Cancel and the primary at the right. */
export function SignInFrame({ missing, test, submit, onClose, children, ...rest }: Props) {
  const { t } = useTranslation()
  const testWords = test.isAsking ? 'testing' : test.isTested ? 'testAgain' : 'test'
  return (
    <Dialog
      {...rest}
      onClose={onClose}
      onSubmit={() => missing === undefined && !submit.isAsking && submit.run()}
      footerNote={
        <Button
          disabledReason={missing}
          isDisabled={missing !== undefined || test.isAsking}
          onClick={test.run}
        >
          {t(`registries.${testWords}`)}
        </Button>
      }
      buttons={
        <>
          <CancelButton />
          <Button
            type="submit"
            variant="primary"
            disabledReason={missing}
            isDisabled={missing !== undefined || submit.isAsking}
          >
            {submit.label}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
