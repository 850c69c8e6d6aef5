/** The mark: a beam over three columns, in the colour around it. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className={className} fill="currentColor">
      <path d="M1 2h14v2.75H1zM2 6.25h2.75V14H2zM6.625 6.25h2.75V14h-2.75zM11.25 6.25H14V14h-2.75z" />
    </svg>
  )
}
