import { ContextMenu as RadixContext, DropdownMenu as RadixDropdown } from 'radix-ui'
import { use, type ReactElement, type ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'
import type { IconName } from './icon-paths.ts'
import { Icon } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import { MenuHostContext } from './menu-host.tsx'
import styles from './menu.module.css'

export type MenuItem =
  | {
      label: string
      /** A second, quieter line. */
      hint?: string
      icon?: IconName
      /** Already spelled (`keysLabel`). */
      keys?: string
      tone?: 'plain' | 'bad'
      /** One of a few choices: the one that holds has a check. */
      isChecked?: boolean
      /** Shown below the label when the item cannot be used. */
      disabledReason?: string | undefined
      onSelect: () => void
    }
  | { heading: string }
  | 'separator'

type Primitive = typeof RadixDropdown | typeof RadixContext

const isMarked = (item: MenuItem): boolean =>
  typeof item === 'object' && !('heading' in item) && (item.icon ?? item.isChecked) !== undefined

/** Icon or check, in the same place in every line of a menu that has any. */
function Mark({ icon, isChecked }: { icon?: IconName; isChecked?: boolean }) {
  const name = isChecked ? 'check' : icon
  return <span className={styles.mark}>{name && <Icon name={name} size={14} />}</span>
}

const renderItem = (Menu: Primitive, item: MenuItem, index: number, hasMarks: boolean) => {
  if (item === 'separator') return <Menu.Separator key={index} className={styles.separator} />
  if ('heading' in item)
    return (
      <Menu.Label key={index} className={styles.heading}>
        {item.heading}
      </Menu.Label>
    )
  if (item.isChecked !== undefined)
    return (
      <Menu.CheckboxItem
        key={index}
        className={styles.item}
        checked={item.isChecked}
        onSelect={item.onSelect}
      >
        <Mark isChecked={item.isChecked} />
        <span className={styles.label}>{item.label}</span>
      </Menu.CheckboxItem>
    )
  const hint = item.disabledReason ?? item.hint
  return (
    <Menu.Item
      key={index}
      className={classNames(styles.item, item.tone === 'bad' && styles.bad)}
      disabled={item.disabledReason !== undefined}
      onSelect={item.onSelect}
    >
      {hasMarks && <Mark {...(item.icon && { icon: item.icon })} />}
      <span className={styles.label}>
        {item.label}
        {hint !== undefined && <span className={styles.hint}>{hint}</span>}
      </span>
      {item.keys !== undefined && <Kbd keys={item.keys} />}
    </Menu.Item>
  )
}

const renderItems = (Menu: Primitive, items: readonly MenuItem[]): ReactNode => {
  const hasMarks = items.some(isMarked)
  return items.map((item, index) => renderItem(Menu, item, index, hasMarks))
}

type MenuProps = {
  items: readonly MenuItem[]
  /** The button that opens it; must take a ref and props. */
  trigger: ReactElement
  align?: 'start' | 'end'
}

/** A menu below its button. */
export function Menu({ items, trigger, align = 'start' }: MenuProps) {
  return (
    <RadixDropdown.Root modal={false}>
      <RadixDropdown.Trigger asChild>{trigger}</RadixDropdown.Trigger>
      <RadixDropdown.Portal container={use(MenuHostContext)}>
        <RadixDropdown.Content
          className={styles.menu}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          data-raised=""
        >
          {renderItems(RadixDropdown, items)}
        </RadixDropdown.Content>
      </RadixDropdown.Portal>
    </RadixDropdown.Root>
  )
}

type ContextMenuProps = {
  items: readonly MenuItem[]
  onOpenChange?: (isOpen: boolean) => void
  children: ReactElement
}

/** The same menu on the secondary button, Shift+F10 or the menu key. */
export function ContextMenu({ items, onOpenChange, children }: ContextMenuProps) {
  return (
    <RadixContext.Root modal={false} {...(onOpenChange && { onOpenChange })}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal container={use(MenuHostContext)}>
        <RadixContext.Content className={styles.menu} collisionPadding={8} data-raised="">
          {renderItems(RadixContext, items)}
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  )
}
