import path from 'node:path'

/** What a command line asks of the program. Anything else on it is Chromium's, and is left alone. */
export type Launch = {
  readonly dataDir?: string
  /** Begins with `oci://`; whether it is a reference is for the core to say. */
  readonly reference?: string
}

const maxArguments = 64
const maxArgumentLength = 4096
const controlCharacter = /\p{Cc}/u

/** Reads the arguments of this start. Texts that are too many, too long or broken are not looked at. */
export const readLaunch = (args: readonly string[]): Launch => {
  const texts = args
    .slice(0, maxArguments)
    .filter(text => text.length <= maxArgumentLength && !controlCharacter.test(text))
  const at = texts.indexOf('--data-dir')
  const dataDir = at === -1 ? undefined : texts[at + 1]
  const reference = texts.find(text => text.startsWith('oci://'))
  return {
    ...(dataDir !== undefined && !dataDir.startsWith('-') && { dataDir: path.resolve(dataDir) }),
    ...(reference !== undefined && { reference }),
  }
}

/** Switches of Chromium and Node that open the program to others or take its guards away. */
const dangerous =
  /^(?:remote-debugging-.*|remote-allow-.*|inspect.*|debug(?:-brk|-port)?|no-sandbox|disable-setuid-sandbox|disable-gpu-sandbox|disable-namespace-sandbox|disable-seccomp-filter-sandbox|no-zygote|single-process|in-process-gpu|disable-web-security|disable-site-isolation.*|allow-running-insecure-content|allow-file-access.*|allow-sandbox-debugging|allow-insecure-localhost|unsafely-treat-insecure-origin-as-secure|ignore-certificate-errors.*|ignore-ssl-errors|reduce-security-for-testing|host-rules|host-resolver-rules|proxy-server|proxy-pac-url|auth-server-allowlist|auth-negotiate-delegate-allowlist|js-flags|load-extension|disable-extensions-except|enable-blink-features|enable-experimental-web-platform-features|.*-cmd-prefix|.*-launcher|register-pepper-plugins|log-net-log|ssl-key-log-file|user-data-dir|trace-.*|dump-.*|require|import|loader|experimental-loader|eval|env-file)$/

/** The dangerous switches of a command line: `--name`, `-name`, `/name` on Windows, with a value or without. */
export const dangerousSwitches = (args: readonly string[]): string[] =>
  args.flatMap(text => {
    const name = /^(?:--?|\/)([A-Za-z][A-Za-z0-9-]*)(?:=|$)/.exec(text)?.[1]?.toLowerCase()
    return name !== undefined && dangerous.test(name) ? [name] : []
  })
