import { useEffect, useRef, useState, type ClipboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { Button } from '../../components/button.tsx'
import { StrategyMenu } from '../../components/strategy-menu.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useContractMutation, useContractQuery } from '../../lib/contract-query.ts'
import { formatCount } from '../../lib/formats.ts'
import { useErrorWords } from '../../lib/error-words.ts'
import { useListingChoice } from '../../lib/listing-choice.ts'
import { useGoTo } from '../../lib/place.ts'
import { useTypedReference } from '../../lib/typed-reference.ts'
import { KeptRow } from './kept-row.tsx'
import styles from './kept-repositories.module.css'
import { parseRepositoryList } from './parse-repository-list.ts'
import { RepositoryNote } from './repository-note.tsx'

/** Each is looked at in the registry. */
const maxAtOnce = 1000

/** Ten thousand names; more is no list of repositories. */
const maxFileBytes = 1_000_000

function KeepForm({ registry }: { registry: Registry }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [looked, setLooked] = useState<string>()
  const [isList, setList] = useState(false)
  const [isTooLarge, setTooLarge] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const keep = useContractMutation('repositories.keep', { onSuccess: () => setText('') })
  const { title } = useErrorWords(keep.error)
  const { names, refused } = parseRepositoryList(text, registry)
  const typedReference = useTypedReference(text)
  // Asked for after paste and leaving the field, never while typing; Enter keeps it, and its row tells the same.
  const look = (typed: string) => setLooked(parseRepositoryList(typed, registry).names[0])
  const onPaste = ({ currentTarget }: ClipboardEvent<HTMLInputElement>) => {
    // The field has its new text only after this event.
    setTimeout(() => look(currentTarget.value))
  }
  const readFile = (file: File) => {
    setTooLarge(file.size > maxFileBytes)
    if (file.size > maxFileBytes) return
    setList(true)
    // What is no text is no list; the names say so one by one.
    void file.text().then(setText, () => undefined)
  }
  const [firstRefused] = refused
  const bad = isTooLarge
    ? t('catalog.kept.tooLarge')
    : keep.error
      ? title
      : firstRefused !== undefined && t('catalog.kept.notAName', { text: firstRefused })
  const note = typedReference ? typedReference.note : bad && <span className="bad">{bad}</span>
  const refusal = typedReference
    ? undefined
    : names.length === 0
      ? t('catalog.kept.typeFirst')
      : names.length > maxAtOnce
        ? t('catalog.kept.tooMany', { max: formatCount(maxAtOnce) })
        : undefined
  const submit = () => {
    if (typedReference) typedReference.open()
    else if (refusal === undefined) keep.mutate({ registryId: registry.id, repositories: names })
  }
  return (
    <form
      className={styles.form}
      onSubmit={event => {
        event.preventDefault()
        submit()
      }}
    >
      {isList ? (
        <label className={styles.listLabel}>
          <span className={styles.label}>{t('catalog.kept.list')}</span>
          <textarea
            className={`${styles.area} mono`}
            rows={6}
            spellCheck={false}
            value={text}
            onChange={event => setText(event.target.value)}
          />
          <span className="fs12" role="status">
            {note}
          </span>
        </label>
      ) : (
        <TextField
          ref={field}
          className="grow"
          isMono
          label={t('catalog.kept.field')}
          isLabelHidden
          value={text}
          onValue={setText}
          tone={!typedReference && bad ? 'bad' : 'plain'}
          note={note}
          onPaste={onPaste}
          onBlur={() => look(text)}
          leading={<span className="mono t3">{registry.host}/</span>}
          trailing={
            looked !== undefined &&
            looked === names[0] && (
              <span className="fs12 t2" role="status">
                <RepositoryNote registryId={registry.id} repository={looked} isAnswer />
              </span>
            )
          }
        />
      )}
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" disabledReason={refusal}>
          {isList ? t('catalog.kept.keepCount', { count: names.length }) : t('catalog.kept.keep')}
        </Button>
        <Button variant="link" onClick={() => setList(!isList)}>
          {t(isList ? 'catalog.kept.typeOne' : 'catalog.kept.pasteList')}
        </Button>
        <ListFileButton onFile={readFile} />
      </div>
    </form>
  )
}

/** A list in a text file goes into the field first, so that it is seen before it is kept. */
function ListFileButton({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button variant="link" onClick={() => input.current?.click()}>
        {t('catalog.kept.importFile')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".txt,.csv,.list,text/plain"
        hidden
        aria-label={t('catalog.kept.listFile')}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          // The same file again is a choice again.
          currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </>
  )
}

/** How the registry could be listed instead, and where all that is known of it stands. */
function OtherWays({ registry }: { registry: Registry }) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const { choice } = useListingChoice(registry.id)
  return (
    <div className={styles.ways}>
      {choice && (
        <span className="grow t2 fs12">
          {t('catalog.kept.strategy', { name: t(`strategies.${choice.strategy}.name`) })}
        </span>
      )}
      <StrategyMenu registryId={registry.id} />
      <Button
        onClick={() =>
          goTo({ kind: 'registry', registryId: registry.id, namespace: '', view: 'about' })
        }
      >
        {t('actions.aboutRegistry')}
      </Button>
    </div>
  )
}

/** A registry that refuses to list: the user types the repositories, and they stay in the sidebar. */
export function KeptRepositories({ registry }: { registry: Registry }) {
  const { t } = useTranslation()
  const kept = useContractQuery('repositories.kept', { registryId: registry.id }).data?.repositories
  return (
    <div className={styles.pane}>
      <h1 className={styles.title}>{t('catalog.kept.title', { host: registry.host })}</h1>
      <p className="t2">{t('catalog.kept.text')}</p>
      <KeepForm registry={registry} />
      {kept && kept.length > 0 && (
        <>
          <h2 className={styles.section}>
            {t('catalog.kept.heading')} <span className="t3 num">{kept.length}</span>
          </h2>
          <ul className={styles.list}>
            {kept.map(repository => (
              <KeptRow key={repository} registryId={registry.id} repository={repository} />
            ))}
          </ul>
        </>
      )}
      <OtherWays registry={registry} />
    </div>
  )
}
