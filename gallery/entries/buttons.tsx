import { Button } from '../../renderer/components/button.tsx'
import { CancelButton } from '../../renderer/components/cancel-button.tsx'
import { CopyButton } from '../../renderer/components/copy-button.tsx'
import { FindOutWhyButton } from '../../renderer/components/find-out-why-button.tsx'
import { FootRow } from '../../renderer/components/foot-row.tsx'
import { FoundSignInButton } from '../../renderer/components/found-sign-in-button.tsx'
import { IconButton } from '../../renderer/components/icon-button.tsx'
import { Kbd } from '../../renderer/components/kbd.tsx'
import type { Entry } from '../entry.ts'
import { nothing } from '../held.tsx'
import { samples } from '../samples.ts'

export const buttons: readonly Entry[] = [
  {
    of: 'components/button.tsx',
    states: {
      default: () => <Button>Add registry</Button>,
      primary: () => <Button variant="primary">Push chart</Button>,
      danger: () => <Button variant="danger">Remove</Button>,
      ghost: () => <Button variant="ghost">Show</Button>,
      link: () => <Button variant="link">How to get one</Button>,
      small: () => <Button size="sm">Try again</Button>,
      'with icons': () => (
        <Button icon="add" iconEnd="chevronDown">
          Add
        </Button>
      ),
      disabled: () => <Button isDisabled>Push chart</Button>,
      'disabled, with a reason': () => (
        <Button variant="primary" disabledReason="Type an address first">
          Add registry
        </Button>
      ),
    },
  },
  {
    of: 'components/icon-button.tsx',
    states: {
      'medium, with keys': () => <IconButton icon="search" label="Find" keys="Ctrl F" />,
      'extra small': () => <IconButton icon="close" label="Close" size="xs" />,
      pressed: () => <IconButton icon="wrap" label="Wrap lines" aria-pressed />,
      disabled: () => <IconButton icon="refresh" label="Refresh" isDisabled />,
    },
  },
  {
    of: 'components/copy-button.tsx',
    states: {
      medium: () => <CopyButton text="oci://registry.acme.example/web" label="Copy address" />,
      'extra small': () => <CopyButton text={samples.digest} label="Copy digest" size="xs" />,
    },
  },
  { of: 'components/cancel-button.tsx', states: { only: () => <CancelButton /> } },
  {
    of: 'components/find-out-why-button.tsx',
    states: {
      default: () => <FindOutWhyButton registryId="acme" />,
      primary: () => <FindOutWhyButton registryId="acme" isPrimary />,
    },
  },
  {
    of: 'components/found-sign-in-button.tsx',
    states: {
      'one is known': () => <FoundSignInButton registry={samples.registry} onDecide={nothing} />,
    },
  },
  {
    of: 'components/foot-row.tsx',
    states: {
      plain: () => <FootRow icon="add" label="Add registry" />,
      'with keys': () => (
        <FootRow icon="settings" label="Settings" trailing={<Kbd keys="Ctrl ," />} />
      ),
    },
  },
]
