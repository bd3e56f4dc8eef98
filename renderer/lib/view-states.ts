import type { CapabilityName } from '../../shared/ipc/schemas/capabilities.ts'
import type { DoctorStep } from './doctor.ts'

type State<T> = {
  readonly initial: () => T
  /** Where it outlives a reload of the page: whether what was kept is still of its kind. */
  readonly isKept?: (value: unknown) => value is T
}
export type ViewStateOf = { initial(): unknown; isKept?(value: unknown): boolean }

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value)
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
const areOpened = (value: unknown): value is Readonly<Record<string, boolean>> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(isBoolean)

/** Kept in the page's own storage, also over a reload. */
const kept = <T>(initial: T, isKept: (value: unknown) => value is T): State<T> => ({
  initial: () => initial,
  isKept,
})

/** Forgotten with the page. */
const passing = <T>(initial: T): State<T> => ({ initial: () => initial })

/** What is open and unfolded in the files of a chart, whatever its version. */
export type OpenFiles = {
  readonly openKey: string | undefined
  readonly unfolded: ReadonlySet<string>
  /** Looked for from elsewhere: scrolled to, and given the focus, when the files are next shown. */
  readonly revealed?: string
}

/**
 * How the window is looked at, never data: every such state of the page, and whether it outlives a reload. Most are of
 * one place (a registry, a chart whatever its version), which is named where they are used. What is of one visit only,
 * such as the text of a filter, is the component's own.
 */
export const viewStates = {
  'sidebar.width': kept(240, isNumber),
  'sidebar.open': kept(true, isBoolean),
  'inspector.width': kept(476, isNumber),
  'inspector.open': kept(true, isBoolean),
  /** By the key of the line. */
  'tree.opened': kept<Readonly<Record<string, boolean>>>({}, areOpened),

  /** Another version opens on the same tab, and in the same form. */
  'inspector.tab': passing<'readme' | 'values' | 'chart-yaml' | 'files' | 'manifest'>('readme'),
  'readme.view': passing<'document' | 'source'>('document'),
  'manifest.view': passing<'facts' | 'manifest' | 'config'>('facts'),
  'code.wraps': passing(false),
  'pull.form': passing<string>('helm-install'),

  /** Of a chart: where its texts were scrolled to, by a name that the text has; what wrote it knows what it is. */
  'chart.scroll': { initial: () => new Map() } satisfies State<Map<string, unknown>>,
  'chart.files': passing<OpenFiles>({ openKey: undefined, unfolded: new Set(['templates/']) }),

  'registry-page.tab': passing<'source' | 'requests'>('source'),
  /** Of a registry: the line of the sheet whose source the inspector shows, and the exchange. */
  'registry-page.capability': passing<CapabilityName | undefined>(undefined),
  'registry-page.exchange': passing<string | undefined>(undefined),

  'doctor.tab': passing<'exchanges' | 'report'>('exchanges'),
  /** Of a registry: the step and the exchange that were chosen. */
  'doctor.step': passing<Pick<DoctorStep, 'pass' | 'step'> | undefined>(undefined),
  'doctor.exchange': passing<string | undefined>(undefined),

  /** Of a registry: what it said and nobody has closed yet. */
  'registry.said': passing<readonly string[]>([]),
}

export type ViewStateName = keyof typeof viewStates
export type ViewState<N extends ViewStateName> = ReturnType<(typeof viewStates)[N]['initial']>
