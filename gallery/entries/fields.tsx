import { Checkbox } from '../../renderer/components/checkbox.tsx'
import { Icon } from '../../renderer/components/icon.tsx'
import { MarkedRadio } from '../../renderer/components/marked-radio.tsx'
import { Radio } from '../../renderer/components/radio.tsx'
import { SecretInput } from '../../renderer/components/secret-input.tsx'
import { SecretText } from '../../renderer/components/secret-text.tsx'
import { Segments } from '../../renderer/components/segments.tsx'
import { Select } from '../../renderer/components/select.tsx'
import { SplitHandle } from '../../renderer/components/split-handle.tsx'
import { TextField } from '../../renderer/components/text-field.tsx'
import type { Entry } from '../entry.ts'
import { Held, nothing } from '../held.tsx'

const shells = [
  { id: 'posix', label: 'sh' },
  { id: 'powershell', label: 'PowerShell' },
  { id: 'cmd', label: 'cmd' },
] as const
type Shell = (typeof shells)[number]['id']

const field = (props: Partial<Parameters<typeof TextField>[0]>) => () => (
  <Held start={props.value ?? ''}>
    {(value, set) => <TextField label="Address" {...props} value={value} onValue={set} />}
  </Held>
)

const radio = (Kind: typeof Radio, isChosen: boolean, isDisabled: boolean) => () => (
  <label>
    <Kind
      name={`${Kind.name}-${isChosen}-${isDisabled}`}
      isChosen={isChosen}
      isDisabled={isDisabled}
      onChoose={nothing}
    />{' '}
    Anonymous
  </label>
)

export const fields: readonly Entry[] = [
  {
    of: 'components/text-field.tsx',
    states: {
      empty: field({ placeholder: 'registry.example' }),
      filled: field({ value: 'registry.acme.example' }),
      'large, in mono': field({
        value: 'registry.acme.example/platform',
        size: 'lg',
        isMono: true,
      }),
      'with something before': field({
        label: 'Filter',
        isLabelHidden: true,
        leading: <Icon name="search" size={14} />,
        placeholder: 'Filter',
      }),
      'with a note': field({ value: 'registry.acme.example', note: 'OCI registry, 84 ms' }),
      bad: field({ value: 'registry acme', tone: 'bad', note: 'An address has no blanks.' }),
      'read only': field({ label: 'User name', value: 'AWS', readOnly: true }),
      password: field({ label: 'Password or token', type: 'password', value: 'example' }),
    },
  },
  {
    of: 'components/secret-input.tsx',
    states: {
      filled: () => <SecretInput value="example" aria-label="Password" onChange={nothing} />,
    },
  },
  {
    of: 'components/secret-text.tsx',
    states: {
      filled: () => <SecretText value="example" aria-label="Key file" onChange={nothing} />,
    },
  },
  {
    of: 'components/checkbox.tsx',
    states: {
      off: () => <Checkbox isChecked={false} label="Keep provenance" onChange={nothing} />,
      on: () => <Checkbox isChecked label="Keep provenance" onChange={nothing} />,
      mixed: () => <Checkbox isChecked={false} isMixed label="All" onChange={nothing} />,
      disabled: () => <Checkbox isChecked isDisabled label="All" onChange={nothing} />,
    },
  },
  {
    of: 'components/radio.tsx',
    states: {
      off: radio(Radio, false, false),
      chosen: radio(Radio, true, false),
      disabled: radio(Radio, false, true),
    },
  },
  {
    of: 'components/marked-radio.tsx',
    states: {
      off: radio(MarkedRadio, false, false),
      chosen: radio(MarkedRadio, true, false),
      disabled: radio(MarkedRadio, false, true),
    },
  },
  {
    of: 'components/segments.tsx',
    states: {
      three: () => (
        <Held<Shell> start="posix">
          {(shell, set) => (
            <Segments label="Shell" options={shells} selected={shell} onSelect={set} />
          )}
        </Held>
      ),
    },
  },
  {
    of: 'components/select.tsx',
    states: {
      usual: () => (
        <Held<Shell> start="powershell">
          {(shell, set) => (
            <Select
              label="Shell of the snippets"
              options={shells}
              selected={shell}
              onSelect={set}
            />
          )}
        </Held>
      ),
      disabled: () => (
        <Select label="Shell" options={shells} selected="cmd" onSelect={nothing} isDisabled />
      ),
    },
  },
  {
    of: 'components/split-handle.tsx',
    height: 80,
    states: {
      'at a pane': () => (
        <Held start={240}>
          {(width, set) => (
            <div style={{ position: 'relative', width, height: '100%' }}>
              {width} px
              <SplitHandle
                label="Width of the sidebar"
                width={width}
                min={180}
                max={360}
                pane="before"
                onWidth={set}
              />
            </div>
          )}
        </Held>
      ),
    },
  },
]
