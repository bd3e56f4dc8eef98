/**
 * The schema, one step per released change: step n brings version n to n + 1 (`PRAGMA user_version`).
 * Steps only add: a newer file stays readable for the tables an older program knows.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE registries (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    host TEXT NOT NULL,
    path TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('local', 'remote')),
    plain_http INTEGER NOT NULL,
    username TEXT,
    secret_place TEXT CHECK (secret_place IN ('keychain', 'session')),
    secret_account TEXT,
    realm TEXT,
    added_at_ms INTEGER NOT NULL
  ) STRICT;

  -- Keychain entries that a crash could leave behind: written before the entry, removed after the registry row.
  CREATE TABLE pending_secrets (account TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

  CREATE TABLE kept_repositories (
    registry_id TEXT NOT NULL,
    name TEXT NOT NULL,
    missing INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (registry_id, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE catalogs (
    registry_id TEXT PRIMARY KEY,
    names TEXT NOT NULL,
    skipped INTEGER NOT NULL,
    truncated INTEGER NOT NULL,
    listed_at_ms INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE tag_lists (
    registry_id TEXT NOT NULL,
    repository TEXT NOT NULL,
    tags TEXT NOT NULL,
    tag_count INTEGER NOT NULL,
    hidden INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    truncated INTEGER NOT NULL,
    listed_at_ms INTEGER NOT NULL,
    PRIMARY KEY (registry_id, repository)
  ) STRICT;

  CREATE TABLE tag_digests (
    registry_id TEXT NOT NULL,
    repository TEXT NOT NULL,
    tag TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (registry_id, repository, tag)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE version_details (
    registry_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (registry_id, digest)
  ) STRICT, WITHOUT ROWID;

  -- bytes is null where the content is a file in the cache folder.
  CREATE TABLE contents (
    digest TEXT PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    used_at_ms INTEGER NOT NULL,
    bytes BLOB
  ) STRICT;
  CREATE INDEX contents_by_use ON contents (used_at_ms);

  CREATE TABLE content_origins (
    digest TEXT NOT NULL,
    registry_id TEXT NOT NULL,
    PRIMARY KEY (digest, registry_id)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- JSON: a way to connect, and a sign-in that may lie elsewhere. No secret is in either.
  ALTER TABLE registries ADD COLUMN connection TEXT;
  ALTER TABLE registries ADD COLUMN sign_in TEXT;

  -- What was learnt of a registry: by probing, or from what the user did.
  CREATE TABLE capabilities (
    registry_id TEXT NOT NULL,
    name TEXT NOT NULL,
    capability TEXT NOT NULL,
    found_at_ms INTEGER NOT NULL,
    PRIMARY KEY (registry_id, name)
  ) STRICT, WITHOUT ROWID;

  -- How a registry lists, until it is probed again.
  CREATE TABLE listing_strategies (
    registry_id TEXT PRIMARY KEY,
    strategy TEXT NOT NULL,
    chosen_by TEXT NOT NULL CHECK (chosen_by IN ('probe', 'user')),
    found_at_ms INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- Orders that no clock tells: one may be set back.
  ALTER TABLE contents RENAME COLUMN used_at_ms TO used_order;
  ALTER TABLE registries ADD COLUMN position INTEGER;
  UPDATE registries SET position = (
    SELECT count(*) FROM registries AS other
    WHERE (other.added_at_ms, other.id) <= (registries.added_at_ms, registries.id));

  -- Rowids tell the order. Programs before this step made the two tables by themselves.
  CREATE TABLE IF NOT EXISTS transfers (
    id TEXT PRIMARY KEY, started_at_ms INTEGER NOT NULL, row TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS folders (
    id TEXT PRIMARY KEY, path TEXT NOT NULL UNIQUE, used_at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- What has ended of a transfer that goes through many things: one that was killed goes on with the others.
  CREATE TABLE transfer_items (
    transfer_id TEXT NOT NULL,
    item TEXT NOT NULL,
    ending TEXT NOT NULL,
    PRIMARY KEY (transfer_id, item)
  ) STRICT, WITHOUT ROWID;
  `,
]
