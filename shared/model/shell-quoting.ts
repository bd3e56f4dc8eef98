/** The command lines a snippet can be written for. */
export const shells = ['bash', 'powershell', 'cmd'] as const
export type Shell = (typeof shells)[number]

type Rule = {
  /** Texts that mean themselves without quotes. */
  readonly plain: RegExp
  /** Texts that no quotes can carry on this command line. */
  readonly impossible: RegExp
  readonly quote: (text: string) => string
}

const rules: Record<Shell, Rule> = {
  // POSIX 2.2.2: between single quotes every character is itself, save the quote.
  bash: {
    // "=" begins an expansion in zsh.
    plain: /^[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:@%+=,-]*$/,
    impossible: /\0/,
    quote: text => `'${text.replaceAll("'", `'\\''`)}'`,
  },
  // about_Quoting_Rules: typographic quotes end a string too. A double quote is lost on the way to a program
  // before 7.3 (about_Parsing), so it is refused. "@", "-" and digits mean something at the start alone.
  powershell: {
    plain: /^[A-Za-z][A-Za-z0-9_./:@+=\\-]*$|^--?[a-z][a-z-]*$/,
    impossible: /[\0"\r\n]/,
    quote: text => `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`,
  },
  // Between double quotes "%" and "!" may still expand, and nothing can stop them at the prompt.
  cmd: {
    plain: /^[A-Za-z0-9_./:@+\\-]+$/,
    impossible: /[\0"%!\r\n]/,
    // The program's own parser reads backslashes before a closing quote in pairs (CommandLineToArgvW).
    quote: text => `"${text.replace(/\\+$/, '$&$&')}"`,
  },
}

/** One argument, so that the shell hands it on unchanged. Undefined when this shell cannot carry it. */
export const quoteArgument = (shell: Shell, text: string): string | undefined => {
  const rule = rules[shell]
  if (rule.impossible.test(text)) return undefined
  return rule.plain.test(text) ? text : rule.quote(text)
}

/** The home folder where a shell still expands it, and what may follow it without quotes. */
const homes: Record<Shell, { readonly home: string; readonly quoted: (rest: string) => string }> = {
  bash: { home: '~', quoted: rest => `~/'${rest.slice(1).replaceAll("'", `'\\''`)}'` },
  powershell: {
    home: '$HOME',
    // Between double quotes three characters still mean something (about_Quoting_Rules).
    quoted: rest => `"$HOME${rest.replace(/[`$“”„]/g, '`$&')}"`,
  },
  cmd: { home: '%USERPROFILE%', quoted: rest => `"%USERPROFILE%${rest}"` },
}

/** A file as one argument; `~` before it stands for the home folder. Undefined when this shell cannot carry it. */
export const quotePath = (shell: Shell, file: string): string | undefined => {
  if (!/^~[/\\]/.test(file)) return quoteArgument(shell, file)
  const { plain, impossible } = rules[shell]
  const { home, quoted } = homes[shell]
  const rest = file.slice(1)
  if (impossible.test(rest)) return undefined
  // Judged with a letter before it: what follows is the middle of a word.
  return plain.test(`x${rest}`) ? `${home}${rest}` : quoted(rest)
}

/** A command line of these words. Undefined when this shell cannot carry one of them. */
export const commandLine = (shell: Shell, words: readonly string[]): string | undefined => {
  const quoted = words.map(word => quoteArgument(shell, word))
  return quoted.every(word => word !== undefined) ? quoted.join(' ') : undefined
}
