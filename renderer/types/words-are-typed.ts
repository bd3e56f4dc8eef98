import type { TFunction } from 'i18next'

// Read by the compiler alone: each line below must be an error, or the check of types fails.
export const refused = (t: TFunction, name: string, tone: 'light' | 'dark') => [
  t('shell.path'),
  t('shell.signedInAs', { username: name }),
  t(`shell.themes.${tone}`),
  t(name === '' ? 'shell.anonymously' : 'shell.signedInAs', { username: name }),
  // @ts-expect-error there are no such words
  t('shell.bakc'),
  // @ts-expect-error any text may be no words
  t(name),
  // @ts-expect-error some theme may have no words
  t(`shell.themes.${name}`),
  // @ts-expect-error a branch is no words
  t('shell.themes'),
  // @ts-expect-error it names a user
  t('shell.signedInAs'),
  // @ts-expect-error it names a user, and calls it so
  t('shell.signedInAs', { user: name }),
  // @ts-expect-error it names nothing but a user
  t('shell.signedInAs', { username: name, host: name }),
  // @ts-expect-error the user may be missing
  t('shell.signedInAs', { username: name === '' ? undefined : name }),
  // @ts-expect-error it names nothing
  t('shell.path', { username: name }),
  // @ts-expect-error a count is a number
  t('common.signInAgainFor', { count: name }),
]
