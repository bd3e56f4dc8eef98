import { useId, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CertificateView } from '../../../shared/ipc/schemas/connection-settings.ts'
import { classNames } from '../../lib/class-names.ts'
import { Icon } from '../icon.tsx'
import { Pill } from '../pill.tsx'
import { Radio } from '../radio.tsx'
import { canCaFileHelp } from './certificate-checks.ts'
import styles from './certificate.module.css'
import { chooseFiles } from '../../lib/choose-files.ts'
import type { CaDraft } from './connection-draft.ts'
import { MarkedRadio } from '../marked-radio.tsx'

export type CertificateChoice =
  { readonly kind: 'ca'; readonly ca: CaDraft | undefined } | { readonly kind: 'pin' | 'refuse' }

/** A file that vouches, where certs.d has one; else one to be chosen, where that can help at all. */
export const firstChoice = (view: CertificateView): CertificateChoice => {
  if (!canCaFileHelp(view)) return { kind: 'refuse' }
  const offer = view.offers.find(({ vouches }) => vouches !== undefined)
  return {
    kind: 'ca',
    ca: offer && { kind: 'offered', offerId: offer.id, shown: offer.file },
  }
}

type Props = {
  view: CertificateView
  choice: CertificateChoice
  /** Refusing leaves it in the sidebar. */
  isSaved: boolean
  onChoose: (choice: CertificateChoice) => void
}

type OptionProps = {
  name: string
  isChosen: boolean
  isDisabled?: boolean
  label: ReactNode
  aside: ReactNode
  text?: ReactNode
  onChoose: () => void
  children?: ReactNode
}

function Option(props: OptionProps) {
  const { name, isChosen, isDisabled, label, aside, text, onChoose, children } = props
  return (
    <div className={styles.option}>
      <label className={styles.choice}>
        <Radio
          name={name}
          isChosen={isChosen}
          {...(isDisabled && { isDisabled })}
          data-autofocus={isChosen ? '' : undefined}
          onChoose={onChoose}
        />
        <span className={classNames('grow', isChosen && 'med', isDisabled && 't3')}>{label}</span>
        {aside}
      </label>
      {text !== undefined && <div className={styles.optionText}>{text}</div>}
      {children}
    </div>
  )
}

function CaFiles({ view, choice, onChoose }: Props) {
  const { t } = useTranslation()
  const name = useId()
  const ca = choice.kind === 'ca' ? choice.ca : undefined
  const choose = async () => {
    const [file] = await chooseFiles({ accept: '.pem,.crt,.cer' })
    if (file) onChoose({ kind: 'ca', ca: { kind: 'file', file } })
  }
  const file = ca?.kind === 'file' ? ca.file : undefined
  return (
    <div className={styles.files} role="radiogroup" aria-label={t('connection.caFile')}>
      {view.offers.map(({ id, file: shown, foundFor, vouches }) => {
        const isChosen = ca?.kind === 'offered' && ca.offerId === id
        return (
          <label key={id} className={isChosen ? styles.chosenOffer : styles.offer}>
            <MarkedRadio
              name={name}
              isChosen={isChosen}
              onChoose={() => onChoose({ kind: 'ca', ca: { kind: 'offered', offerId: id, shown } })}
            />
            <span className="mono">{shown}</span>
            <span className="t2">
              {t(`connection.foundFor.${foundFor}`)}{' '}
              {vouches === undefined
                ? t('connection.doesNotVouch')
                : t('connection.vouches', { name: vouches })}
            </span>
          </label>
        )
      })}
      {file && (
        <div className={styles.chosenFile}>
          <span className="acc">
            <Icon name="check" size={14} />
          </span>
          <span className="mono trunc">{file.name}</span>
        </div>
      )}
      <div className={styles.file}>
        <span className="t2">
          <Icon name="file" size={14} />
        </span>
        <button type="button" className={styles.chooseFile} onClick={() => void choose()}>
          {t(view.offers.length > 0 || file ? 'connection.chooseAnother' : 'connection.chooseFile')}
        </button>
        <span className="t3 nowrap">{t('connection.caKinds')}</span>
      </div>
    </div>
  )
}

/** A CA file first, then the pin, then not at all. */
export function CertificateChoiceList(props: Props) {
  const { view, choice, isSaved, onChoose } = props
  const { t } = useTranslation()
  const name = useId()
  const first = firstChoice(view)
  const canHelp = canCaFileHelp(view)
  return (
    <div className={styles.options} role="radiogroup" aria-label={t('connection.whatToDo')}>
      <Option
        name={name}
        isChosen={choice.kind === 'ca'}
        isDisabled={!canHelp}
        label={t('connection.useCaFile')}
        aside={
          first.kind === 'ca' &&
          first.ca && <Pill tone="accent">{t('connection.recommended')}</Pill>
        }
        text={canHelp ? undefined : t('connection.caFileDoesNotHelp')}
        onChoose={() => onChoose(first)}
      >
        {choice.kind === 'ca' && <CaFiles {...props} />}
      </Option>
      <Option
        name={name}
        isChosen={choice.kind === 'pin'}
        label={
          <span className={styles.pin}>
            <Icon name="alert" size={14} />
            {t('connection.pin')}
          </span>
        }
        aside={<span className="t3 fs12">{t('connection.thisRegistryOnly')}</span>}
        text={t('connection.pinText')}
        onChoose={() => onChoose({ kind: 'pin' })}
      />
      <Option
        name={name}
        isChosen={choice.kind === 'refuse'}
        label={t('connection.refuse')}
        aside={
          <span className="t3 fs12">
            {t(isSaved ? 'connection.refuseSaved' : 'connection.refuseNew')}
          </span>
        }
        onChoose={() => onChoose({ kind: 'refuse' })}
      />
    </div>
  )
}
