/** The app's mark: a chart's depth lines, and where you are. */
export function Logo({ size = 44 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 44 44"
      aria-hidden="true"
      style={{ display: 'block' }}
    >
      <clipPath id="logo-edge">
        <rect width="44" height="44" rx="10" />
      </clipPath>
      <g clipPath="url(#logo-edge)">
        <rect width="44" height="44" fill="#1864b4" />
        <g fill="none" stroke="#fff" strokeWidth="1.8">
          <path d="M-2 22c6-3.5 11-1 14 3s3 8 7 10 6 5 5 11" />
          <path d="M-2 13c8-4.5 16-1.5 20 4s4.5 9.5 9 12.5 8 8 7 17" opacity=".62" />
          <path d="M-2 4.5C8-.5 18.5 1.5 24 8.5s5.5 10 10.5 13.5S45 32 46 42" opacity=".36" />
        </g>
        <circle cx="10.5" cy="33.5" r="3.6" fill="#fff" />
      </g>
    </svg>
  )
}
