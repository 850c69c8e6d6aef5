import type { Problem } from '@/server/policy/schema'

/** What is wrong with the text, each with a way to its place. */
export function Faults({ problems, onGo }: { problems: Problem[]; onGo: (problem: Problem) => void }) {
  if (problems.length === 0) return null
  return (
    <ul aria-label="Faults" className="max-h-44 divide-y divide-line overflow-y-auto rounded-md border border-line">
      {problems.map((problem) => (
        <li key={`${problem.line}:${problem.column}:${problem.message}`}>
          <button
            type="button"
            className="flex w-full items-baseline gap-3 px-3 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
            onClick={() => onGo(problem)}
          >
            <span className="tabular shrink-0 font-mono text-muted text-xs">
              {problem.line}:{problem.column}
            </span>
            <span className="min-w-0 break-words text-bad-text">{problem.message}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
