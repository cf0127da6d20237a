/** A star, a ring and a heart: what the bundled model draws. */
export function Shapes() {
  return (
    <svg viewBox="0 0 120 36" width={120} height={36} fill="currentColor" aria-hidden>
      <path d="M18 3l3.9 10.2 10.9.6-8.5 6.9 2.8 10.6L18 25.3l-9.1 6 2.8-10.6-8.5-6.9 10.9-.6z" />
      <circle cx={60} cy={18} r={10.5} fill="none" stroke="currentColor" strokeWidth={7} />
      <path d="M102 32C92 24 88 19 88 13.2 88 8.5 91.5 5 95.8 5c2.5 0 4.9 1.2 6.2 3.3C103.3 6.2 105.7 5 108.2 5c4.3 0 7.8 3.5 7.8 8.2C116 19 112 24 102 32z" />
    </svg>
  );
}
