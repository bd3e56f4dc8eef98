import { Announcer } from '../renderer/components/announcer.tsx'
import { MenuHost } from '../renderer/components/menu-host.tsx'
import { TooltipProvider } from '../renderer/components/tooltip.tsx'
import { classNames } from '../renderer/lib/class-names.ts'
import { buttons } from './entries/buttons.tsx'
import { faults } from './entries/faults.tsx'
import { features } from './entries/features.tsx'
import { fields } from './entries/fields.tsx'
import { formsOfDialogs } from './entries/forms.tsx'
import { marks } from './entries/marks.tsx'
import { messages } from './entries/messages.tsx'
import { overlays } from './entries/overlays.tsx'
import { panes } from './entries/panes.tsx'
import type { Entry } from './entry.ts'
import styles from './gallery.module.css'

const entries: readonly Entry[] = [
  ...marks,
  ...buttons,
  ...fields,
  ...messages,
  ...faults,
  ...panes,
  ...formsOfDialogs,
  ...overlays,
  ...features,
]

/** `?only=components/dialog.tsx&state=usual` shows that alone; `?theme=dark` holds a theme. */
const asked = new URLSearchParams(location.search)
const linkTo = (of: string, state: string) => `?${new URLSearchParams({ only: of, state })}`

/** Every component in every state, for those who draw and those who check. */
export function Gallery() {
  return (
    <TooltipProvider>
      <MenuHost>{asked.has('only') ? <Alone /> : <All />}</MenuHost>
      <Announcer />
    </TooltipProvider>
  )
}

function Alone() {
  const entry = entries.find(({ of }) => of === asked.get('only'))
  const State = entry?.states[asked.get('state') ?? '']
  return (
    <main className={styles.alone}>
      <h1 className="sr">{entry?.of ?? 'Nothing is called so'}</h1>
      {State && <State />}
    </main>
  )
}

function All() {
  return (
    <div className={styles.page}>
      <nav className={styles.index} aria-label="Components">
        <ul>
          {entries.map(({ of }) => (
            <li key={of}>
              <a href={`#${of}`}>{nameOf(of)}</a>
            </li>
          ))}
        </ul>
      </nav>
      <main className={styles.entries} tabIndex={-1}>
        <h1 className={styles.title}>Gallery</h1>
        {entries.map(entry => (
          <Section key={entry.of} {...entry} />
        ))}
      </main>
    </div>
  )
}

const nameOf = (of: string) => (/([^/]+)\.tsx$/.exec(of)?.[1] ?? of).replaceAll('-', ' ')

function Section({ of, states, isAlone, height }: Entry) {
  return (
    <section className={styles.entry} id={of} aria-label={of}>
      <h2 className={styles.name}>
        {nameOf(of)} <span className="t3 fs12">{of}</span>
      </h2>
      {Object.entries(states).map(([state, State]) => (
        <div key={state} className={styles.state} data-shows={state}>
          <a className={styles.label} href={linkTo(of, state)} data-alone={isAlone}>
            {state}
          </a>
          {!isAlone && (
            <div
              className={classNames(styles.shown, height !== undefined && styles.pane)}
              style={height === undefined ? {} : { height }}
            >
              <State />
            </div>
          )}
        </div>
      ))}
    </section>
  )
}
