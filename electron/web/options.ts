import { parseArgs } from 'node:util'

export type StartOptions = {
  /** Serve a browser even where a window could be opened. */
  readonly web: boolean
  readonly port: number
  /** Open the system's browser when there is one. */
  readonly open: boolean
  readonly dataDir: string | undefined
  readonly allowedHosts: readonly string[]
  readonly help: boolean
}

export const usage = `Usage: npm start -- [options]

  --web                   serve a browser instead of opening a window
  --port N                port of the web host; 0, the default, takes any
  --no-open               open no browser; the link is printed
  --data-dir DIR          keep everything in DIR: a new folder, an empty one, or Chartroom's own
  --allow-host HOST:PORT  answer under this name too (a forwarded port); can be repeated
  --help                  print this`

/** A wrong flag or value: the message is for the user. */
export class UsageError extends Error {}

export const readOptions = (args: readonly string[]): StartOptions => {
  const values = parse(args)
  return {
    web: values.web ?? false,
    port: toPort(values.port ?? '0'),
    open: !(values['no-open'] ?? false),
    dataDir: toFolder(values['data-dir']),
    allowedHosts: (values['allow-host'] ?? []).map(toHost),
    help: values.help ?? false,
  }
}

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        web: { type: 'boolean' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        'data-dir': { type: 'string' },
        'allow-host': { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

const toPort = (text: string): number => {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new UsageError(`--port takes a number from 0 to 65535, not ${text}`)
  return port
}

/** An empty name is that of a shell variable that is not set, and would mean this very folder. */
const toFolder = (text: string | undefined): string | undefined => {
  if (text === '') throw new UsageError('--data-dir takes a folder')
  return text
}

const hostPattern = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]):(\d{1,5})$/

const toHost = (text: string): string => {
  const host = text.toLowerCase()
  const port = hostPattern.exec(host)?.[1]
  if (port === undefined || Number(port) < 1 || Number(port) > 65_535)
    throw new UsageError(`--allow-host takes HOST:PORT, not ${text}`)
  return host
}
