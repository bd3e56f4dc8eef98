import styles from './chart-glyph.module.css'

// Dark enough for white marks in both themes.
const fills = [
  '#a8412f',
  '#1864b4',
  '#1a7741',
  '#7a3ea1',
  '#855200',
  '#0f6b74',
  '#5b5fc7',
  '#9a3467',
]

const marks = [
  'M20 14.5h11M20 22h11M20 29.5h7M13.5 14.5h.01M13.5 22h.01M13.5 29.5h.01',
  'M22 12l8.7 5v10L22 32l-8.7-5V17zM13.5 17.2 22 22l8.5-4.8M22 22v9.5',
  'M12 27c3-9 6-9 10-4s7 3 10-6M12 32h20',
  'M14 30V20M22 30V13M30 30v-6M12 33h20',
]

/** The same name has the same glyph everywhere. */
const numberOf = (name: string): number => {
  let sum = 7
  for (let at = 0; at < name.length; at += 1) sum = (sum * 31 + name.charCodeAt(at)) >>> 0
  return sum
}

/** A mark for a chart, drawn from its name: icons of charts are remote, and nothing remote is loaded. */
export function ChartGlyph({ name, size = 44 }: { name: string; size?: number }) {
  const number = numberOf(name)
  return (
    <svg className={styles.glyph} width={size} height={size} viewBox="0 0 44 44" aria-hidden="true">
      <rect width="44" height="44" fill={fills[number % fills.length]} />
      <path
        d={marks[Math.floor(number / fills.length) % marks.length]}
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
