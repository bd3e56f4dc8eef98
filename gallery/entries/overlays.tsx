import { Button } from '../../renderer/components/button.tsx'
import { CancelButton } from '../../renderer/components/cancel-button.tsx'
import { CertificateDialog } from '../../renderer/components/connection-form/certificate-dialog.tsx'
import { DialogFrame, DialogTitle } from '../../renderer/components/dialog-frame.tsx'
import { Dialog } from '../../renderer/components/dialog.tsx'
import { ContextMenu, Menu, type MenuItem } from '../../renderer/components/menu.tsx'
import { Popover, PopoverClose } from '../../renderer/components/popover.tsx'
import { SignInFrame } from '../../renderer/components/sign-in-form/sign-in-frame.tsx'
import { StrategyMenu } from '../../renderer/components/strategy-menu.tsx'
import { TextField } from '../../renderer/components/text-field.tsx'
import { Tooltip } from '../../renderer/components/tooltip.tsx'
import type { CertificateProblem } from '../../shared/ipc/schemas/connection-settings.ts'
import type { Entry } from '../entry.ts'
import { Held, nothing } from '../held.tsx'
import { samples } from '../samples.ts'

const items: readonly MenuItem[] = [
  { heading: 'web 1.1.0' },
  { label: 'Pull…', icon: 'file', keys: 'Ctrl D', onSelect: nothing },
  { label: 'Copy reference', icon: 'copy', onSelect: nothing },
  { label: 'Copy digest', hint: samples.digest.slice(0, 19), onSelect: nothing },
  'separator',
  { label: 'Newest first', isChecked: true, onSelect: nothing },
  { label: 'Find out why', disabledReason: 'Nothing has failed', onSelect: nothing },
  { label: 'Remove…', tone: 'bad', onSelect: nothing },
]

const { certificate } = samples
const certificateWith =
  (problem: CertificateProblem, canHelp = true) =>
  () => (
    <CertificateDialog
      view={{ ...certificate, problems: [problem], offers: canHelp ? certificate.offers : [] }}
      onUse={nothing}
      onClose={nothing}
    />
  )

const frame = { onOpenAutoFocus: nothing, onCloseAutoFocus: nothing, onClose: nothing }

export const overlays: readonly Entry[] = [
  {
    of: 'components/strategy-menu.tsx',
    states: { 'two others': () => <StrategyMenu registryId={samples.registry.id} /> },
  },
  {
    of: 'components/menu.tsx',
    states: {
      'below its button': () => (
        <Menu items={items} trigger={<Button iconEnd="chevronDown">More</Button>} />
      ),
      'of the secondary button': () => (
        <ContextMenu items={items}>
          <Button>Right-click here</Button>
        </ContextMenu>
      ),
    },
  },
  {
    of: 'components/popover.tsx',
    states: {
      'below its button': () => (
        <Popover label="Go to" trigger={<Button>Go to…</Button>}>
          <Held start="">
            {(value, set) => <TextField label="Reference" value={value} onValue={set} />}
          </Held>
          <PopoverClose asChild>
            <Button>Close</Button>
          </PopoverClose>
        </Popover>
      ),
    },
  },
  {
    of: 'components/tooltip.tsx',
    states: {
      'with keys': () => (
        <Tooltip label="Ask the registry again" keys="Alt R">
          <Button>Point here</Button>
        </Tooltip>
      ),
    },
  },
  {
    of: 'components/dialog.tsx',
    isAlone: true,
    states: {
      usual: () => (
        <Dialog
          title="Rename registry"
          description="Only what it is called here changes."
          onClose={nothing}
          onSubmit={nothing}
          footerNote="registry.acme.example"
          buttons={
            <>
              <CancelButton />
              <Button type="submit" variant="primary">
                Rename
              </Button>
            </>
          }
        >
          <Held start="Acme">
            {(value, set) => <TextField label="Name" value={value} onValue={set} />}
          </Held>
        </Dialog>
      ),
      'before something is lost': () => (
        <Dialog
          isAlert
          title="Remove Acme from Chartroom?"
          description="Nothing is deleted in the registry."
          onClose={nothing}
          buttons={
            <>
              <CancelButton />
              <Button variant="danger">Remove</Button>
            </>
          }
        >
          <p>Its sign-in goes from the keychain.</p>
        </Dialog>
      ),
      wide: () => (
        <Dialog
          title="Requests of this session"
          width={748}
          onClose={nothing}
          buttons={<Button onClick={nothing}>Close</Button>}
        >
          <p>Nothing was asked yet.</p>
        </Dialog>
      ),
    },
  },
  {
    of: 'components/dialog-frame.tsx',
    isAlone: true,
    states: {
      dialog: () => (
        <DialogFrame {...frame}>
          <DialogTitle>A dialog</DialogTitle>
        </DialogFrame>
      ),
      wide: () => (
        <DialogFrame {...frame} shape="wide">
          <DialogTitle>A wide dialog</DialogTitle>
        </DialogFrame>
      ),
      sheet: () => (
        <DialogFrame {...frame} shape="sheet">
          <DialogTitle>A sheet</DialogTitle>
        </DialogFrame>
      ),
    },
  },
  {
    of: 'components/connection-form/certificate-dialog.tsx',
    isAlone: true,
    states: {
      'of an unknown issuer': certificateWith('unknown-issuer'),
      'without a file that vouches': certificateWith('self-signed', false),
      expired: certificateWith('expired'),
      'of another host': certificateWith('wrong-host'),
      'another than was pinned': certificateWith('pin-differs'),
      trusted: () => (
        <CertificateDialog
          view={{ ...certificate, trusted: true, problems: [] }}
          onUse={nothing}
          onClose={nothing}
        />
      ),
      'trusted by its pin': () => (
        <CertificateDialog
          view={{ ...certificate, trusted: true, problems: [] }}
          isPinned
          onUse={nothing}
          onClose={nothing}
        />
      ),
      'the file did not help': () => (
        <CertificateDialog
          view={certificate}
          error={samples.errorOf('untrusted-certificate')}
          onUse={nothing}
          onClose={nothing}
        />
      ),
    },
  },
  {
    of: 'components/sign-in-form/sign-in-frame.tsx',
    isAlone: true,
    states: {
      ready: () => (
        <SignInFrame
          title="Sign in to registry.acme.example"
          missing={undefined}
          test={{ isAsking: false, isTested: false, run: nothing }}
          submit={{ label: 'Sign in', isAsking: false, run: nothing }}
          hasTyped={false}
          onClose={nothing}
        >
          <p>What is typed stands here.</p>
        </SignInFrame>
      ),
      'something is missing': () => (
        <SignInFrame
          title="Sign in to registry.acme.example"
          missing="Type a user name"
          test={{ isAsking: false, isTested: true, run: nothing }}
          submit={{ label: 'Sign in', isAsking: false, run: nothing }}
          hasTyped
          onClose={nothing}
        >
          <p>What is typed stands here.</p>
        </SignInFrame>
      ),
    },
  },
]
