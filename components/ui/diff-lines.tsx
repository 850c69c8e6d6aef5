import { cn } from './cn'

export type DiffLine = { kind: 'added' | 'removed' | 'same'; text: string }

const look = {
  added: { sign: '+', word: 'added', box: 'bg-ok-soft text-ok-text' },
  removed: { sign: '−', word: 'removed', box: 'bg-bad-soft text-bad-text' },
  same: { sign: ' ', word: '', box: 'text-muted' },
}

/** Two texts as one, line by line; the sign tells what the colour tells. */
export function DiffLines({ lines, label }: { lines: DiffLine[]; label: string }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="overflow-x-auto rounded-md border border-line bg-sunken py-1 font-mono text-sm"
    >
      {lines.map((line, place) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a diff is drawn once; a line's place is its name
          key={place}
          className={cn('flex w-max min-w-full whitespace-pre px-3', look[line.kind].box)}
        >
          <span aria-hidden className="w-5 shrink-0 select-none">
            {look[line.kind].sign}
          </span>
          {look[line.kind].word && <span className="sr-only">{look[line.kind].word}: </span>}
          {line.text || ' '}
        </div>
      ))}
    </section>
  )
}
