import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { Target } from '../../../shared/ipc/schemas/transfers.ts'
import { isRepositoryName } from '../../../shared/model/reference.ts'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Popover } from '../../components/popover.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useContractMutation } from '../../lib/contract-query.ts'
import { classNames } from '../../lib/class-names.ts'
import styles from './target-picker.module.css'
import { namespacesToOffer } from './namespaces.ts'
import { useNamespaces } from './use-namespaces.ts'

type Props = {
  registries: readonly Registry[]
  target: Target | undefined
  /** The push has begun. */
  isFixed: boolean
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  onTarget: (target: Target) => void
}

/** The line that names the target; it opens a choice of registry, namespace and new path. */
export function TargetPicker({
  registries,
  target,
  isFixed,
  isOpen,
  onOpenChange,
  onTarget,
}: Props) {
  const { t } = useTranslation()
  const registry = registries.find(({ id }) => id === target?.registryId)
  const where =
    registry === undefined
      ? t('push.target.none')
      : target?.namespace === '' || target === undefined
        ? t('push.target.root', { host: registry.host })
        : t('push.target.namespace', { host: registry.host, namespace: target.namespace })
  if (isFixed)
    return (
      <p className={styles.line}>
        <Icon name="upload" size={14} />
        <span className="trunc">{where}</span>
      </p>
    )
  return (
    <Popover
      label={t('push.target.choose')}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      trigger={
        <button type="button" className={styles.line}>
          <Icon name="upload" size={14} />
          <span className="trunc">{where}</span>
          <Icon name="chevronDown" size={12} />
        </button>
      }
    >
      <TargetForm
        registries={registries}
        target={target}
        onTarget={next => {
          onTarget(next)
          onOpenChange(false)
        }}
      />
    </Popover>
  )
}

type FormProps = Pick<Props, 'registries' | 'target' | 'onTarget'>

function TargetForm({ registries, target, onTarget }: FormProps) {
  const { t } = useTranslation()
  const selectId = useId()
  const [registryId, setRegistryId] = useState(target?.registryId ?? registries[0]?.id ?? '')
  const registry = registries.find(({ id }) => id === registryId)
  const [namespace, setNamespace] = useState(target?.namespace ?? registry?.path ?? '')
  const clean = namespace.trim().replace(/^\/+|\/+$/g, '')
  const isValid = clean === '' || isRepositoryName(clean)
  if (!registry) return <NoRegistry onTarget={onTarget} />
  const choose = () => isValid && onTarget({ registryId, namespace: clean })
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={event => {
        event.preventDefault()
        choose()
      }}
    >
      <label className={styles.label} htmlFor={selectId}>
        {t('push.target.registry')}
      </label>
      <select
        id={selectId}
        className={styles.select}
        value={registryId}
        onChange={event => {
          setRegistryId(event.target.value)
          setNamespace(registries.find(({ id }) => id === event.target.value)?.path ?? '')
        }}
      >
        {registries.map(({ id, name, host }) => (
          <option key={id} value={id}>
            {name === host ? host : `${name} (${host})`}
          </option>
        ))}
      </select>
      <TextField
        data-autofocus=""
        isMono
        label={t('push.target.path')}
        placeholder={t('push.target.pathPlaceholder')}
        value={namespace}
        onValue={setNamespace}
        tone={isValid ? 'plain' : 'bad'}
        note={isValid ? undefined : t('push.target.invalid')}
      />
      <Namespaces registryId={registryId} typed={clean} onPick={setNamespace} />
      <div className={styles.foot}>
        <span className="mono trunc t2" title={`oci://${registry.host}/${clean}`}>
          {`oci://${registry.host}${clean === '' ? '' : `/${clean}`}`}
        </span>
        <Button type="submit" variant="primary" size="sm" isDisabled={!isValid}>
          {t('push.target.use')}
        </Button>
      </div>
    </form>
  )
}

/** Nothing to push to yet: the built-in registry is at hand. */
function NoRegistry({ onTarget }: Pick<Props, 'onTarget'>) {
  const { t } = useTranslation()
  const open = useContractMutation('registries.openLocal', {
    onSuccess: ({ registry }) => onTarget({ registryId: registry.id, namespace: registry.path }),
  })
  return (
    <div className={styles.none}>
      <p>{t('push.target.noRegistry')}</p>
      <Button
        size="sm"
        data-autofocus=""
        isDisabled={open.isPending}
        onClick={() => open.mutate({})}
      >
        {t('push.target.openLocal')}
      </Button>
    </div>
  )
}

type NamespacesProps = { registryId: string; typed: string; onPick: (namespace: string) => void }

/** What is there already; anything else typed is a new path, which the push makes. */
function Namespaces({ registryId, typed, onPick }: NamespacesProps) {
  const { t } = useTranslation()
  const all = useNamespaces(registryId)
  const isKnown = all.includes(typed)
  const found = namespacesToOffer(all, typed)
  const isNew = typed !== '' && !isKnown
  return (
    <div className={styles.namespaces} role="group" aria-label={t('push.target.known')}>
      {found.map(name => (
        <button
          key={name}
          type="button"
          className={classNames(styles.namespace, name === typed && styles.on)}
          onClick={() => onPick(name)}
        >
          <Icon name="folder" size={14} />
          <span className="mono trunc">{name}</span>
        </button>
      ))}
      {isNew && <p className={styles.new}>{t('push.target.new')}</p>}
    </div>
  )
}
