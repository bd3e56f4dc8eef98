// YAML 1.2.2 section 7.3.3 and its core schema: words of letters, digits and a few marks, not read as anything else.
const plainYaml = /^[A-Za-z][A-Za-z0-9._/+-]*(?:(?::\/\/|@|:(?! ))[A-Za-z0-9._/@:-]*[A-Za-z0-9])?$/
const dottedVersion = /^v?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/
// YAML 1.1 readers (Helm's among them) take these for booleans and nulls.
const yamlKeyword = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i
// JSON leaves these as they are, and YAML does not print them (section 5.1).
const unprintable = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g

/** A YAML scalar that every reader takes for this string. */
export const yamlString = (text: string): string => {
  const isPlain = (plainYaml.test(text) || dottedVersion.test(text)) && !yamlKeyword.test(text)
  if (isPlain) return text
  return JSON.stringify(text.toWellFormed()).replace(unprintable, escapeCodeUnit)
}

const escapeCodeUnit = (unit: string): string =>
  `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A quoted HCL template without interpolation (HCL native syntax, "Template Expressions"). */
export const hclString = (text: string): string => {
  const escaped = text
    .toWellFormed()
    .replace(/["\\]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/\p{Cc}|[\u2028\u2029\ufeff]/gu, escapeCodeUnit)
    .replace(/[$%](?=\{)/g, '$&$&')
  return `"${escaped}"`
}
