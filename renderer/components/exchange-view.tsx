import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { knownWords } from '../lib/known-words.ts'
import type { RecordedExchange } from '../../shared/ipc/schemas/exchange.ts'
import { classNames } from '../lib/class-names.ts'
import {
  headerName,
  readableBody,
  requestHeaders,
  secretMark,
  statusLine,
  targetOf,
} from '../lib/exchange-lines.ts'
import { formatBytes, formatDuration } from '../lib/formats.ts'
import { formatMoment } from '../lib/moments.ts'
import styles from './exchange-view.module.css'

type LineProps = { mark?: '>' | '<'; isNoted?: boolean; children: ReactNode }

function Line({ mark, isNoted = false, children }: LineProps) {
  return (
    <div className={classNames(styles.line, isNoted && styles.noted)}>
      <span className={styles.mark}>{mark}</span>
      <span className={styles.text}>{children}</span>
    </div>
  )
}

function Band({ label, value }: { label: string; value: string }) {
  return (
    <div className={styles.band}>
      <h2>{label}</h2>
      <span className="num">{value}</span>
    </div>
  )
}

/** Text with its hidden parts set apart. */
const withSecrets = (text: string): ReactNode =>
  text.split(secretMark).map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <span className={styles.secret}>{secretMark}</span>}
      {part}
    </Fragment>
  ))

const withStrings = (text: string): ReactNode =>
  text.split(/("[^"]*")/).map((part, at) =>
    part.startsWith('"') ? (
      <span key={at} className={styles.string}>
        {withSecrets(part)}
      </span>
    ) : (
      <Fragment key={at}>{withSecrets(part)}</Fragment>
    ),
  )

type Header = RecordedExchange['request']['headers'][number]

function Headers({
  mark,
  headers,
  as,
}: {
  mark: '>' | '<'
  headers: readonly Header[]
  as?: string | undefined
}) {
  const { t } = useTranslation()
  return headers.map(({ name, value, hidden }, at) => {
    const isSignIn = hidden === true && as !== undefined && /^authorization$/i.test(name)
    return (
      <Line key={at} mark={mark} isNoted={isSignIn}>
        <span className={styles.key}>{headerName(name)}</span>
        <span className={styles.punctuation}>:</span> {withStrings(value)}
        {isSignIn && (
          <span className={styles.hint}>{t('exchange.hiddenOf', { username: as })}</span>
        )}
      </Line>
    )
  })
}

function RequestLine({ method, url }: { method: string; url: string }) {
  const { path, query } = targetOf(url)
  return (
    <>
      <Line mark=">">
        <span className={styles.method}>{method}</span> {withSecrets(path)}
      </Line>
      {query.map((part, at) => {
        const [name = '', ...value] = part.split('=')
        return (
          <Line key={at}>
            <span className={styles.query}>
              <span className={styles.punctuation}>{at === 0 ? '?' : '&'}</span>
              <span className={styles.key}>{name}</span>
              {value.length > 0 && (
                <>
                  <span className={styles.punctuation}>=</span>
                  <span className={styles.string}>{withSecrets(value.join('='))}</span>
                </>
              )}
            </span>
          </Line>
        )
      })}
    </>
  )
}

const jsonLine = /^(\s*)("(?:[^"\\]|\\.)*")(:)?(.*)$/

const colouredJson = (line: string): ReactNode => {
  const [, indent, first, colon, rest] = jsonLine.exec(line) ?? []
  if (first === undefined) return <span className={styles.punctuation}>{line}</span>
  if (colon === undefined)
    return (
      <>
        {indent}
        <span className={styles.string}>{withSecrets(first)}</span>
        {rest}
      </>
    )
  return (
    <>
      {indent}
      <span className={styles.key}>{first}</span>
      <span className={styles.punctuation}>{colon}</span>
      {withStrings(rest ?? '')}
    </>
  )
}

function Body({ body, isRefusal }: { body: string | undefined; isRefusal: boolean }) {
  if (body === undefined || body === '') return null
  const text = readableBody(body)
  const isJson = text !== body || /^\s*[[{]/.test(body)
  return (
    <div className={styles.body}>
      {text.split('\n').map((line, at) => (
        <Line key={at} isNoted={isRefusal && /^\s*"message":/.test(line)}>
          {isJson ? colouredJson(line) : withSecrets(line)}
        </Line>
      ))}
    </div>
  )
}

type Props = {
  exchange: RecordedExchange
  /** Long lines go on below instead of out of sight. */
  isWrapped?: boolean
}

/** Request and answer as they were, every secret as `●●●`. */
export function ExchangeView({ exchange, isWrapped = true }: Props) {
  const { t } = useTranslation()
  const { method, url, as, request, response, startedAtMs, tookMs, failure } = exchange
  const isRefusal = response !== undefined && response.status >= 400
  const took = formatDuration(tookMs)
  return (
    <div className={classNames(styles.exchange, isWrapped && styles.wrapped)}>
      <Band label={t('exchange.request')} value={formatMoment(startedAtMs)} />
      <div className={styles.part}>
        <RequestLine method={method} url={url} />
        <Headers mark=">" headers={requestHeaders(exchange)} as={as} />
        <Body body={request.body} isRefusal={false} />
      </div>
      <Band
        label={t('exchange.response')}
        value={
          response
            ? t('exchange.after', { took, size: formatBytes(response.bodyBytes) })
            : t('exchange.noneAfter', { took })
        }
      />
      <div className={styles.part}>
        {response ? (
          <>
            <Line mark="<">
              HTTP/1.1{' '}
              <span className={classNames(isRefusal && 'bad')}>{statusLine(response.status)}</span>
            </Line>
            <Headers mark="<" headers={response.headers} />
            <Body body={response.body} isRefusal={isRefusal} />
            {response.bodyCut && <p className={styles.cut}>{t('exchange.cut')}</p>}
          </>
        ) : (
          <Line mark="<">
            <span className="bad">
              {knownWords(t, [`errors.${failure ?? ''}.title`, 'exchange.noAnswer'], {
                host: targetOf(url).host,
              })}
            </span>
          </Line>
        )}
      </div>
    </div>
  )
}
