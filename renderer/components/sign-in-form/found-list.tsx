import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { FoundSignIn } from '../../../shared/ipc/schemas/sign-ins.ts'
import { Select } from '../select.tsx'
import { keepsSecrets, useKeychain } from '../../lib/keychain.ts'
import { MarkedRadio } from '../marked-radio.tsx'
import { usualKeep, type Keep, type SignInDraft } from './sign-in-draft.ts'
import styles from './sign-in-choice.module.css'

type Props = {
  draft: SignInDraft
  found: readonly FoundSignIn[]
  onChange: (draft: SignInDraft) => void
}

export const useKeepOptions = (): { id: Keep; label: string }[] => {
  const { t } = useTranslation()
  const keychain = useKeychain()
  return [
    { id: 'where-it-lies', label: t('registries.keep.where-it-lies') },
    {
      id: 'keychain',
      label: t(keepsSecrets(keychain) ? 'registries.keep.keychain' : 'registries.keep.session'),
    },
  ]
}

function Source({ found }: { found: FoundSignIn }) {
  const { t } = useTranslation()
  const { username, source, secretIn, path } = found
  return (
    <span className="trunc">
      <span className="med">{username ?? t('registries.unknownUser')}</span>{' '}
      <span className="t2">
        {t(`registries.from.${source}`)}
        {path !== '' && `, ${t('registries.forPath', { path })}`}
        {secretIn.kind !== 'file' && `, ${t(`registries.in.${secretIn.kind}`, { ...secretIn })}`}
      </span>
    </span>
  )
}

/** What docker, helm and podman have for this address, and whether it is read there or copied. */
export function FoundList({ draft, found, onChange }: Props) {
  const { t } = useTranslation()
  const name = useId()
  const keepOptions = useKeepOptions()
  const chosen = found.find(({ id }) => id === draft.foundId)
  return (
    <>
      <div className={styles.found} role="radiogroup" aria-label={t('registries.foundHere')}>
        {found.map(one => {
          const isChosen = one.id === draft.foundId
          return (
            <label key={one.id} className={isChosen ? styles.chosen : styles.source}>
              <MarkedRadio
                name={name}
                isChosen={isChosen}
                isDisabled={one.secretIn.kind === 'missing-helper'}
                onChoose={() =>
                  onChange({ ...draft, kind: 'found', foundId: one.id, keep: undefined })
                }
              />
              <Source found={one} />
              <span className="mono t3 trunc" title={one.file}>
                {one.file}
              </span>
            </label>
          )
        })}
      </div>
      {chosen && (
        <div className={styles.keep}>
          <span className="t2 fs12 grow">
            {chosen.secretIn.kind === 'file'
              ? t('registries.plainThere')
              : t('registries.guardedThere')}
          </span>
          <Select
            label={t('registries.keep.label')}
            options={keepOptions}
            selected={draft.keep ?? usualKeep(chosen)}
            onSelect={keep => onChange({ ...draft, keep })}
          />
        </div>
      )}
    </>
  )
}
