import type { ThemeChoice } from '../../shared/model/theme.ts'
import { createAppInfo } from './app-info.ts'
import { within } from './async/within.ts'
import { createRegistryPages } from './capabilities/registry-pages.ts'
import { createTestRegistry } from './capabilities/test-registry.ts'
import { createChartReader } from './parser/chart-reader.ts'
import { createCharts } from './charts/charts.ts'
import type { DraftArchives } from './charts/draft-archives.ts'
import { createSaveFile, forgetSaves } from './charts/save-file.ts'
import { createVersionContents } from './charts/version-contents.ts'
import { openConnectionSettings } from './connection-settings/open-connection-settings.ts'
import { createDispatcher, type Dispatch, type Endpoints } from './dispatcher.ts'
import { createDoctor } from './doctor/doctor.ts'
import { createAppEndpoints } from './endpoints/app.ts'
import { createCapabilityEndpoints } from './endpoints/capabilities.ts'
import { createChartEndpoints } from './endpoints/charts.ts'
import { createConnectionSettingEndpoints } from './endpoints/connection-settings.ts'
import { createDoctorEndpoints } from './endpoints/doctor.ts'
import { createDraftEndpoints } from './endpoints/drafts.ts'
import { createFolderEndpoints } from './endpoints/folders.ts'
import { createPullEndpoints } from './endpoints/pull.ts'
import { createPushEndpoints } from './endpoints/push.ts'
import { createRegistryEndpoints } from './endpoints/registries.ts'
import { createRepositoryEndpoints } from './endpoints/repositories.ts'
import { createSettingsEndpoints } from './endpoints/settings.ts'
import { createSignInEndpoints } from './endpoints/sign-ins.ts'
import { createTransferEndpoints } from './endpoints/transfers.ts'
import { createVersionEndpoints } from './endpoints/versions.ts'
import { createEvents } from './events/events.ts'
import { createFileGrants, type FileGrants } from './files/file-grants.ts'
import { placesIn, settleDataFolder } from './folders/data-folder.ts'
import { hashOfReference } from './hash-of-reference.ts'
import type { Ports } from './ports.ts'
import { createQuietHosts } from './http/quiet-hosts.ts'
import { createConnect } from './registries/create-connect.ts'
import { showPath } from './sign-in-sources/config-files.ts'
import { createCredentialHelpers } from './sign-in-sources/credential-helpers.ts'
import { createHelmSignIn } from './sign-in-sources/helm-sign-in.ts'
import { createFoundSignIns } from './sign-in-sources/found-sign-ins.ts'
import { createLocatedHelpers } from './sign-in-sources/located-helpers.ts'
import { createRegistries } from './registries/registries.ts'
import { createSignInSecrets } from './sign-ins/sign-in-secrets.ts'
import { createSignInSources } from './sign-in-sources/sign-in-sources.ts'
import { createVendorCommands } from './sign-in-sources/vendor-commands.ts'
import { createAwsCredentials } from './vendors/aws/aws-credentials.ts'
import { createSignAws } from './vendors/aws/sign-aws.ts'
import { createListingSources } from './catalog/listing-sources.ts'
import { createRepositories } from './catalog/repositories.ts'
import { startLocalRegistry } from './start-local-registry.ts'
import { openStore } from './store/store.ts'
import type { Downloads } from './files/downloads.ts'
import type { Drafts } from './transfers/user-files/drafts.ts'
import { createTransfers } from './transfers/transfers.ts'
import { createCachedRepository } from './versions/cached-repository.ts'
import { createTagMemory } from './versions/tag-memory.ts'
import { createVersions } from './versions/versions.ts'

export type AppOptions = {
  readonly ports: Ports
  readonly host: 'desktop' | 'web'
  readonly platform: 'mac' | 'windows' | 'linux'
  readonly version: string
  readonly dataDir: string
  /** Where config files of docker and helm are looked for; tests give a folder of theirs. */
  readonly homeDir: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Sources of the sample charts (local-registry/samples); absent: the local registry begins empty. */
  readonly samplesDir?: string
  /** Licences of what is bundled, as the build wrote them. */
  readonly noticesFile?: string
}

/** The host-neutral program: a host feeds requests in and hands files over; everything else happens inside. */
export type App = {
  readonly dispatch: Dispatch
  readonly grants: FileGrants
  readonly downloads: Downloads
  readonly localRegistry: { readonly address: string; readonly running: boolean }
  /**
   * Shows what an `oci://…` reference from outside names, in the windows there are and in the next. Does nothing
   * with any other text, nor where its registry is not saved.
   */
  openReference(text: string): void
  /** As chosen, for a host that shows a page before the page can ask. */
  theme(): ThemeChoice
  /** Ends transfers cleanly, closes the store and the local registry; at most 5 s. */
  close(): Promise<void>
}

const closeWithinMs = 5_000

/** Puts the program together; the only place that knows every part. */
export const createApp = async (options: AppOptions): Promise<App> => {
  const { ports, host, dataDir } = options
  const { clock, desktop, logger, secrets: keychain } = ports
  await settleDataFolder(dataDir).catch((error: unknown) =>
    logger.log('warn', 'data-folder-not-settled', { error }),
  )
  const events = createEvents(logger)
  const store = openStore({ dataDir, clock, logger })
  const theme = () => store.settings.read().theme
  desktop?.showTheme(theme())
  const { saves } = placesIn(dataDir)
  await forgetSaves(saves)
  events.listen('changed', change => {
    if (change.changed === 'settings') desktop?.showTheme(change.settings.theme)
  })
  const local = await startLocalRegistry({
    dataDir,
    samplesDir: options.samplesDir,
    secrets: keychain,
    logger,
  })
  const reader = createChartReader({ parserProcess: ports.parserProcess, clock })
  const grants = createFileGrants(clock)
  const quietHosts = createQuietHosts(clock)
  const show = (file: string) => showPath(file, options)

  const located = createLocatedHelpers({ notes: store.notes, desktop })
  const helpers = createCredentialHelpers(ports.commands, located)
  const vendorCommands = createVendorCommands(ports.commands)
  const found = createFoundSignIns(options, helpers)
  const secrets = createSignInSecrets({ keychain, saved: store.registries, logger })
  const { connectionOptions, connectionSettings } = openConnectionSettings({
    ...options,
    ...ports,
    saved: store.registries,
    secrets,
    grants,
    showPath: show,
  })
  const registries = createRegistries({
    store,
    secrets,
    connect: createConnect({ clock, version: options.version, connectionOptions, quietHosts }),
    connectionSettings,
    found,
    sources: createSignInSources({ helpers, commands: vendorCommands }),
    showPath: show,
    local: local.access,
    clock,
    logger,
    events,
  })

  const pages = createRegistryPages({ registries, store, events, clock })
  const awsCredentials = createAwsCredentials(options)
  const sources = createListingSources({
    registries,
    store,
    clock,
    identify: pages.identify,
    signAws: async () => {
      const credentials = await awsCredentials()
      return credentials && createSignAws(credentials, clock.now)
    },
  })
  const repositories = createRepositories({
    registries,
    listings: store.listings,
    sources,
    learn: pages.learn,
    events,
    clock,
  })
  const testRegistry = createTestRegistry({
    registries,
    listings: store.listings,
    pages,
    probeListing: repositories.probe,
  })
  const memory = createTagMemory(clock, events)
  const versions = createVersions({ registries, store, memory, clock })

  const transfers = await createTransfers({
    registries,
    reader,
    grants,
    database: store.db,
    capabilities: store.capabilities.list,
    dataDir,
    cached: createCachedRepository(store.contents),
    desktop,
    clock,
    logger,
    pushed: place => {
      void events.tell('pushed', place)
      void events.tell('changed', { changed: 'versions', ...place })
      void events.tell('changed', { changed: 'repositories', registryId: place.registryId })
    },
  })
  events.listen('sign-in-ended', ({ registryId }) => transfers.engine.cancelRegistry(registryId))
  events.listen('contents-forgotten', ({ registryId }) => transfers.forgetSpooled(registryId))

  const endpoints: Endpoints = {
    ...createAppEndpoints({
      info: createAppInfo({ ...options, local, secrets, notice: store.notice }),
      events,
      notes: store.notes,
      logger,
      desktop,
      noticesFile: options.noticesFile,
    }),
    ...createSettingsEndpoints(store.settings, events),
    ...createRegistryEndpoints(registries),
    ...createSignInEndpoints({
      registries,
      found,
      located,
      commands: vendorCommands,
      helm: createHelmSignIn({
        machine: options,
        commands: ports.commands,
        // helm looks for them on its PATH alone.
        helpers: createCredentialHelpers(ports.commands),
      }),
      local: local.access,
    }),
    ...createConnectionSettingEndpoints(registries),
    ...createCapabilityEndpoints(pages, testRegistry),
    ...createRepositoryEndpoints(repositories, versions.ofRepositories, sources, events),
    ...createVersionEndpoints(versions),
    ...createChartEndpoints(
      createCharts({
        versions: createVersionContents({ registries, store, memory }),
        drafts: draftArchives(transfers.drafts),
        reader,
        saveFile: createSaveFile({
          desktop,
          downloads: transfers.downloads,
          folder: saves,
          clock,
        }),
      }),
    ),
    ...createDraftEndpoints(transfers.drafts, desktop),
    ...createPushEndpoints(transfers.pushes),
    ...createPullEndpoints(transfers.pulls),
    ...createFolderEndpoints(transfers, desktop),
    ...createTransferEndpoints(transfers, clock),
    ...createDoctorEndpoints(
      createDoctor({
        registries,
        listings: store.listings,
        memory: store.capabilities,
        connectionOptions,
        quietHosts,
        clock,
        version: options.version,
      }),
    ),
  }
  store
    .forgetRemoved()
    .catch((error: unknown) => logger.log('warn', 'contents-not-repaired', { error }))
  secrets.repair().catch((error: unknown) => logger.log('warn', 'secrets-not-repaired', { error }))
  const end = async () => {
    pages.close()
    await transfers.close()
    await forgetSaves(saves)
    await Promise.all([
      registries.close(),
      connectionSettings.close(),
      reader.close(),
      local.stop(),
    ])
    await store.close()
  }
  return {
    dispatch: createDispatcher(endpoints, host, logger),
    grants,
    downloads: transfers.downloads,
    localRegistry: { address: local.address, running: local.running },
    openReference: text => {
      const hash = hashOfReference(text, registries.list())
      if (hash === undefined) return
      store.notes.set('last-place', hash)
      void events.tell('changed', { changed: 'place', hash })
    },
    theme,
    // What hangs is left to the end of the process.
    close: () => within({ clock, ms: closeWithinMs }, end(), () => undefined),
  }
}

const draftArchives = (drafts: Drafts): DraftArchives => ({
  get: draftId => {
    const { archive, inspected, provenance } = drafts.get(draftId)
    const path = async () => {
      await archive.assertUnchanged()
      return archive.path
    }
    return {
      archive: { digest: inspected.archiveDigest, path },
      hasProvenance: provenance !== undefined,
    }
  },
})
