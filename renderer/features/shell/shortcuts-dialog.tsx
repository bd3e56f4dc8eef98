import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { keyGroups } from '../../actions/action.ts'
import { actionIds, actionOf } from '../../actions/actions.ts'
import { actionKeysLabel } from '../../actions/possible-actions.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { keyLabel } from '../../lib/keyboard.ts'
import { listActs, listKeys } from '../../lib/list-keys.ts'
import styles from './shortcuts-dialog.module.css'

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group}>
      <h3 className={styles.title}>{title}</h3>
      <dl>{children}</dl>
    </section>
  )
}

function Row({ label, keys }: { label: string; keys: readonly string[] }) {
  return (
    <div className={styles.row}>
      <dt>{label}</dt>
      <dd>
        {keys.map(key => (
          <Kbd key={key} keys={key} />
        ))}
      </dd>
    </div>
  )
}

/** Every key of the program, from the tables that the program itself goes by. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      title={t('shortcuts.title')}
      width={748}
      description={t('shortcuts.text')}
      onClose={onClose}
      onSubmit={onClose}
      buttons={
        <Button type="submit" variant="primary" data-autofocus="">
          {t('common.close')}
        </Button>
      }
    >
      <div className={styles.groups}>
        {keyGroups.map(group => (
          <Group key={group} title={t(`shortcuts.groups.${group}`)}>
            {actionIds
              .filter(id => actionOf(id).group === group)
              .map(id => (
                <Row key={id} label={t(`actions.${id}`)} keys={[actionKeysLabel(id)]} />
              ))}
          </Group>
        ))}
        <Group title={t('shortcuts.groups.lists')}>
          {listActs.map(act => (
            <Row key={act} label={t(`shortcuts.lists.${act}`)} keys={listKeys[act].map(keyLabel)} />
          ))}
          <Row label={t('shortcuts.lists.close')} keys={[keyLabel('Escape')]} />
        </Group>
      </div>
    </Dialog>
  )
}
