import { z } from 'zod'
import { windowParts } from '../model/window-part.ts'
import { nativeMenu } from './schemas/app.ts'
import * as capabilities from './schemas/capabilities.ts'
import * as charts from './schemas/charts.ts'
import { certificateView, connectionChange } from './schemas/connection-settings.ts'
import { decisions, needsDecision } from './schemas/decisions.ts'
import * as doctor from './schemas/doctor.ts'
import * as registries from './schemas/registries.ts'
import * as repositories from './schemas/repositories.ts'
import { settings, settingsChange } from './schemas/settings.ts'
import * as signIns from './schemas/sign-ins.ts'
import * as transfers from './schemas/transfers.ts'
import * as values from './schemas/values.ts'
import * as versions from './schemas/versions.ts'

type Entry = {
  readonly input: z.ZodType
  readonly output: z.ZodType
  /** Methods with progress stream frames before the last one. */
  readonly progress?: z.ZodType
  /** Where it is offered; both hosts when not said. */
  readonly host?: 'desktop' | 'web'
}

const { nothing, id, digest, repositoryName, versionLocation } = values
const orDecision = <T extends z.ZodType>(output: T) => z.union([output, needsDecision])

/**
 * Everything the renderer can ask of the core. `domain.verb` → what goes in, what comes out, what streams.
 * Failures are AppErrors (shared/errors.ts). A subscription is a call that ends when the caller hangs up.
 */
export const contract = {
  // ── the app ────────────────────────────────────────────────────────────────────────────────────────────
  'app.info': {
    input: nothing,
    output: z.object({
      version: z.string(),
      host: z.enum(['desktop', 'web']),
      platform: z.enum(['mac', 'windows', 'linux']),
      keychain: z.object({
        /** `locked`: it asks to be unlocked when it is needed. */
        state: z.enum(['works', 'locked', 'unavailable']),
        /** In this run the user chose to keep secrets in memory; nobody is asked again. */
        untilQuit: z.boolean().optional(),
        /** Selects the words: keychain.<reason>. */
        reason: z.string().optional(),
        /** Package to install, where that is the cause. */
        missingPackage: z.string().optional(),
      }),
      localRegistry: z.object({
        running: z.boolean(),
        address: z.string(),
        sampleCharts: z.number(),
      }),
      log: z.object({ file: z.string() }),
      /** What became of the saved data at this start: told once. Selects the words: dataNotice.<kind>. */
      dataNotice: z
        .object({ kind: z.enum(['copied-aside', 'newer', 'not-writable']), file: z.string() })
        .optional(),
    }),
  },
  /** Tells which data to ask for again. */
  'app.watch': {
    input: nothing,
    output: nothing,
    progress: z.discriminatedUnion('changed', [
      z.object({ changed: z.literal('registries') }),
      z.object({ changed: z.literal('repositories'), registryId: id }),
      /** Its own page: what was learnt of it. */
      z.object({ changed: z.literal('registry-page'), registryId: id }),
      /** A `Warning` header that was not there before: told once. */
      z.object({ changed: z.literal('registry-says'), registryId: id, text: z.string() }),
      z.object({ changed: z.literal('versions'), registryId: id, repository: repositoryName }),
      z.object({ changed: z.literal('settings'), settings }),
      /** Rows dropped on the desktop's dock icon or a link opened: a place to go to. */
      z.object({ changed: z.literal('place'), hash: z.string() }),
    ]),
  },
  /** Shows this menu for as long as the call lasts, and tells which entry was chosen. */
  'app.menu': {
    input: nativeMenu,
    output: nothing,
    progress: z.object({ id: z.string() }),
    host: 'desktop',
  },
  'app.log': {
    input: nothing,
    output: z.object({ file: z.string(), tail: z.string() }),
  },
  /** A part of the window could not be drawn. Places are names and positions in the program, with no words of the error. */
  'app.reportFault': {
    input: z.object({
      part: z.enum(windowParts),
      error: z.string().max(60),
      places: z.array(z.string().max(300)).max(16),
      components: z.array(z.string().max(300)).max(16),
    }),
    output: nothing,
  },
  /** The licences of what is bundled, as plain text. */
  'app.thirdPartyNotices': { input: nothing, output: z.object({ text: z.string() }) },
  'app.revealLog': { input: nothing, output: nothing, host: 'desktop' },
  'app.lastPlace': { input: nothing, output: z.object({ hash: z.string() }) },
  'app.rememberPlace': { input: z.object({ hash: z.string().max(2048) }), output: nothing },
  /** Opens http, https or mailto in the system's program, after the renderer asked the user. */
  'app.openLink': {
    input: z.object({ url: z.string().max(2048) }),
    output: nothing,
    host: 'desktop',
  },

  // ── settings ───────────────────────────────────────────────────────────────────────────────────────────
  'settings.read': { input: nothing, output: settings },
  /** `app.watch` tells what holds then. */
  'settings.change': { input: settingsChange, output: settings },

  // ── registries ─────────────────────────────────────────────────────────────────────────────────────────
  'registries.list': {
    input: nothing,
    output: z.object({ registries: z.array(registries.registry) }),
  },
  /** Looks at an address anonymously, or with a sign-in when the user pressed Test. Nothing is saved. */
  'registries.probe': {
    input: z.object({
      address: z.string().max(512),
      signIn: signIns.newSignIn.optional(),
      connection: connectionChange.optional(),
      decisions,
    }),
    output: orDecision(z.object({ result: z.literal('ok'), probe: registries.probe })),
  },
  'registries.add': {
    input: z.object({
      address: z.string().max(512),
      name: z.string().max(120).optional(),
      signIn: signIns.newSignIn,
      connection: connectionChange.optional(),
      decisions,
    }),
    output: orDecision(z.object({ result: z.literal('ok'), registry: registries.registry })),
  },
  /** Adds the built-in one to the sidebar. */
  'registries.openLocal': { input: nothing, output: z.object({ registry: registries.registry }) },
  'registries.signIn': {
    input: z.object({
      registryId: id,
      signIn: signIns.newSignIn,
      decisions,
    }),
    output: orDecision(z.object({ result: z.literal('ok'), registry: registries.registry })),
  },
  'registries.signOut': { input: z.object({ registryId: id }), output: nothing },
  'registries.rename': {
    input: z.object({ registryId: id, name: z.string().min(1).max(120) }),
    output: nothing,
  },
  'registries.remove': { input: z.object({ registryId: id }), output: nothing },

  // ── sign-ins ───────────────────────────────────────────────────────────────────────────────────────────
  /** The write password of the built-in registry, shown on request (for helm registry login). */
  'signIns.localPassword': {
    input: nothing,
    output: z.object({ username: z.string(), password: z.string() }),
  },
  /**
   * Hosts and user names in docker's, helm's and podman's config files; no secret is decoded, and helpers are asked
   * for names only (`list`).
   */
  'signIns.found': {
    input: nothing,
    output: z.object({
      found: z.array(signIns.foundSignIn),
      /** Files that are there and cannot be read: of these nothing is known. */
      broken: z.array(signIns.foundSignIn.pick({ file: true, source: true })),
      /** Keys that stand for no sign-in that can be taken. */
      unusable: z.array(signIns.unusableSignIn),
    }),
  },
  /**
   * Asks in the system's dialog for the program of a credential helper that is on no PATH (`missing-helper`). False
   * when the dialog was left; after true, `signIns.found` tells what the helper knows.
   */
  'signIns.locateHelper': {
    input: z.object({ name: z.string().max(64) }),
    output: z.object({ located: z.boolean() }),
    host: 'desktop',
  },
  'signIns.import': {
    input: z.object({
      chosen: z
        .array(z.object({ foundId: id, keep: z.enum(['where-it-lies', 'keychain']) }))
        .min(1)
        .max(1000),
      decisions,
    }),
    output: orDecision(
      z.object({
        result: z.literal('ok'),
        added: z.array(registries.registry),
        failed: z.array(
          z.object({
            host: z.string(),
            /** Selects the words, with their parameters: `unauthorized.helper-failed`. */
            reason: z.string(),
            params: z.record(z.string(), z.union([z.string(), z.number()])),
          }),
        ),
      }),
    ),
  },
  /** Asks the helper or the vendor's program for a new secret now. */
  'signIns.renew': {
    input: z.object({ registryId: id }),
    output: z.object({ registry: registries.registry }),
  },
  /** The vendor's program as it would be started for this address; undefined where no vendor has one. */
  'signIns.renewalCommand': {
    input: z.object({ address: z.string().max(512), profile: z.string().max(128).optional() }),
    output: z.object({ command: signIns.renewalCommand.optional() }),
  },
  'signIns.planForHelm': {
    input: z.object({ registryId: id }),
    output: z.object({ plan: signIns.helmSignInPlan }),
  },
  /** Only on request; `plain-text` is owed where helm keeps the password readable. */
  'signIns.giveToHelm': {
    input: z.object({ registryId: id, decisions }),
    output: orDecision(z.object({ result: z.literal('ok'), via: z.string(), file: z.string() })),
  },

  // ── connection settings ────────────────────────────────────────────────────────────────────────────────
  /** Looks at the certificate of an address or of a saved registry; sends nothing over it. */
  'connectionSettings.certificate': {
    input: z.object({ address: z.string().max(512) }),
    output: z.object({ certificate: certificateView }),
  },
  /** Takes effect at once: running requests end, the next goes the new way. */
  'connectionSettings.change': {
    input: z.object({
      registryId: id,
      connection: connectionChange,
      decisions,
    }),
    output: orDecision(z.object({ result: z.literal('ok'), registry: registries.registry })),
  },

  // ── capabilities ───────────────────────────────────────────────────────────────────────────────────────
  /** The registry's own page: what is known of it. No request is sent. */
  'capabilities.read': {
    input: z.object({ registryId: id }),
    output: z.object({ page: capabilities.registryPage }),
  },
  /** Probes again; only reads. */
  'capabilities.test': {
    input: z.object({ registryId: id }),
    output: z.object({ page: capabilities.registryPage }),
  },

  // ── doctor ─────────────────────────────────────────────────────────────────────────────────────────────
  /** Looks at every step of a sign-in, one after the other. Only reads; nothing is changed. */
  'doctor.run': {
    input: z.object({ registryId: id, repository: repositoryName.optional() }),
    progress: doctor.doctorProgress,
    output: z.object({ report: doctor.doctorReport }),
  },

  // ── repositories ───────────────────────────────────────────────────────────────────────────────────────
  /** Where a listing comes from, and the choice of another. */
  'repositories.listing': {
    input: z.object({
      registryId: id,
      choose: repositories.strategyName.optional(),
      /** The choice is let go, and the next listing finds out by itself. */
      probe: z.boolean().optional(),
    }),
    output: repositories.listingChoice,
  },
  /** Streams pages as they come. Fails with unsupported/no-catalog where the registry refuses to list. */
  'repositories.list': {
    input: z.object({ registryId: id }),
    progress: repositories.catalogPage,
    output: repositories.catalogEnd,
  },
  /**
   * Streams what is saved of these repositories at once, then each as it was asked for, in the order given. For rows
   * in sight. Ends when all were looked at, or at the first that says the registry limits us.
   */
  'repositories.details': {
    input: z.object({ registryId: id, repositories: z.array(repositoryName).max(200) }),
    progress: repositories.repositoryDetailsProgress,
    output: nothing,
  },
  /** Keeps typed repositories in the sidebar; each is looked at and told about. */
  'repositories.keep': {
    input: z.object({ registryId: id, repositories: z.array(repositoryName).min(1).max(1000) }),
    output: nothing,
  },
  'repositories.forget': {
    input: z.object({ registryId: id, repository: repositoryName }),
    output: nothing,
  },
  /** Only what the user kept, with no request. */
  'repositories.kept': {
    input: z.object({ registryId: id }),
    output: z.object({ repositories: z.array(repositoryName) }),
  },

  // ── versions ───────────────────────────────────────────────────────────────────────────────────────────
  'versions.list': {
    input: z.object({ registryId: id, repository: repositoryName }),
    progress: versions.tagPage,
    output: versions.tagsEnd,
  },
  /**
   * Streams one item per tag: saved ones at once, the rest asked for in the order given. A saved tag that has
   * moved since is told again. Ends when all were looked at.
   */
  'versions.details': {
    input: z.object({
      registryId: id,
      repository: repositoryName,
      tags: z.array(values.tag).max(10_000),
    }),
    progress: versions.detailsProgress,
    output: nothing,
  },
  /** Which of these versions can be read with no registry to ask: their archives are on this machine. */
  'versions.here': {
    input: z.object({ registryId: id, digests: z.array(digest).max(200) }),
    output: z.object({ digests: z.array(digest) }),
  },

  // ── charts ─────────────────────────────────────────────────────────────────────────────────────────────
  'charts.read': { input: z.object({ source: charts.chartSource }), output: charts.chart },
  'charts.manifest': { input: versionLocation, output: charts.manifestView },
  'charts.file': {
    input: z.object({ source: charts.chartSource, index: z.string().max(200) }),
    output: charts.fileContent,
  },
  /** One file of the archive as an image that is safe to draw, for a README that shows it. */
  'charts.image': {
    input: z.object({ source: charts.chartSource, index: z.string().max(200) }),
    output: charts.archiveImage,
  },
  /** Saves one file of the archive: a dialog on the desktop, a ticket on the web host. */
  'charts.saveFile': {
    input: z.object({ source: charts.chartSource, index: z.string().max(200) }),
    output: z.object({ saved: z.string().optional(), ticket: transfers.ticket.optional() }),
  },

  // ── drafts ─────────────────────────────────────────────────────────────────────────────────────────────
  /** Redeems tokens of dropped or chosen files; .prov files are paired with their archives by name. */
  'drafts.open': {
    input: z.object({ tokens: z.array(z.string().max(64)).min(1).max(1000) }),
    output: z.object({ drafts: z.array(transfers.draft), refused: z.array(transfers.refusedFile) }),
  },
  /** The file picker of the system. The web host uses an <input type=file>. */
  'drafts.choose': {
    input: nothing,
    output: z.object({ drafts: z.array(transfers.draft), refused: z.array(transfers.refusedFile) }),
    host: 'desktop',
  },
  'drafts.removeProvenance': {
    input: z.object({ draftId: id }),
    output: z.object({ draft: transfers.draft }),
  },
  'drafts.discard': { input: z.object({ draftIds: z.array(id) }), output: nothing },

  // ── push ───────────────────────────────────────────────────────────────────────────────────────────────
  /** Runs the checks; each line streams as it is known. Nothing of the chart is sent. */
  'push.review': {
    input: z.object({ draftId: id, target: transfers.target }),
    progress: transfers.check,
    output: transfers.review,
  },
  'push.start': {
    input: z.object({
      draftId: id,
      target: transfers.target,
      /** The digest the user agreed to move the tag away from. */
      moveTagFrom: digest.optional(),
      /** The user agreed to leave out a .prov whose hash differs. */
      withoutProvenance: z.boolean().optional(),
    }),
    output: z.union([
      z.object({ result: z.literal('started'), transferId: id }),
      z.object({ result: z.literal('already-there'), digest }),
      z.discriminatedUnion('decision', [
        z.object({
          result: z.literal('needs-decision'),
          decision: z.literal('move-tag'),
          from: digest,
          to: digest,
        }),
        z.object({
          result: z.literal('needs-decision'),
          decision: z.literal('provenance-differs'),
        }),
      ]),
    ]),
  },

  // ── pull ───────────────────────────────────────────────────────────────────────────────────────────────
  'pull.resolve': {
    input: versionLocation.extend({
      shownDigest: digest.optional(),
      /** Asks no registry: the digest that is shown, from what lies on this machine. */
      fromCache: z.literal(true).optional(),
    }),
    output: transfers.pullPlan,
  },
  'pull.start': {
    input: z.object({
      registryId: id,
      repository: repositoryName,
      digest,
      tag: values.tag.optional(),
      destination: transfers.destination,
      keepProvenance: z.boolean(),
      onExisting: z.enum(['ask', 'keep-both', 'replace']),
      fromCache: z.literal(true).optional(),
    }),
    output: z.union([
      z.object({ result: z.literal('started'), transferId: id }),
      z.object({ result: z.literal('already-there'), fileName: z.string() }),
      z.object({
        result: z.literal('needs-decision'),
        decision: z.literal('exists'),
        fileName: z.string(),
      }),
    ]),
  },

  // ── folders ────────────────────────────────────────────────────────────────────────────────────────────
  'folders.choose': {
    input: nothing,
    output: z.object({ folder: z.object({ folderId: id, shown: z.string() }).optional() }),
    host: 'desktop',
  },
  'folders.last': {
    input: nothing,
    output: z.object({ folder: z.object({ folderId: id, shown: z.string() }).optional() }),
    host: 'desktop',
  },
  'folders.reveal': { input: z.object({ transferId: id }), output: nothing, host: 'desktop' },

  // ── transfers ──────────────────────────────────────────────────────────────────────────────────────────
  /** The whole list at once, newest first; then what is new or has changed, and what is gone (at most 10 times a second). */
  'transfers.watch': {
    input: nothing,
    progress: z.object({ transfers: z.array(transfers.transfer), gone: z.array(id).optional() }),
    output: nothing,
  },
  'transfers.cancel': { input: z.object({ transferId: id }), output: nothing },
  'transfers.retry': { input: z.object({ transferId: id }), output: z.object({ transferId: id }) },
  'transfers.clear': { input: z.object({ transferId: id.optional() }), output: nothing },
  /** Single-use download links (60 s) of a finished pull into the browser: the archive, then the .prov. */
  'transfers.tickets': {
    input: z.object({ transferId: id }),
    output: z.object({ tickets: z.array(transfers.ticket) }),
    host: 'web',
  },
} as const satisfies Record<string, Entry>

export type Contract = typeof contract
export type Method = keyof Contract
export type Input<M extends Method> = z.input<Contract[M]['input']>
export type Output<M extends Method> = z.output<Contract[M]['output']>
export type Progress<M extends Method> = Contract[M] extends { progress: infer P extends z.ZodType }
  ? z.output<P>
  : never

export const isMethod = (name: string): name is Method => Object.hasOwn(contract, name)
