import { Info, ListChecks } from 'lucide-react'
import type { ProductShape } from '@/server/product/schema'

type Context = ProductShape['ports'][number]['context']

/** What the owner wants known before the numbers are used. `brief` leaves out the questions and answers. */
export function ContextBlock({ context, brief = false }: { context: Context; brief?: boolean }) {
  const { instructions, constraints, verifiedStatements } = context
  const answered = brief ? [] : verifiedStatements
  if (!instructions && constraints.length === 0 && answered.length === 0) return null
  return (
    <div className="flex flex-col gap-4 rounded-md border border-line bg-raised p-4">
      {(instructions || constraints.length > 0) && (
        <section className="flex gap-3">
          <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-info" />
          <div className="min-w-0">
            <h3 className="font-medium">Before you use it</h3>
            {instructions && <p className="mt-1 max-w-read whitespace-pre-line text-muted">{instructions}</p>}
            {constraints.length > 0 && (
              <ul className="mt-2 flex max-w-read list-disc flex-col gap-1 pl-4 text-muted marker:text-edge">
                {constraints.map((constraint) => (
                  <li key={constraint}>{constraint}</li>
                ))}
              </ul>
            )}
          </div>
        </section>
      )}
      {answered.length > 0 && (
        <section className="flex gap-3">
          <ListChecks aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
          <div className="min-w-0 flex-1">
            <h3 className="font-medium">Answered and checked by the owner</h3>
            <dl className="mt-1 flex flex-col gap-2">
              {answered.map((statement) => (
                <div key={statement.question} className="max-w-read">
                  <dt>{statement.question}</dt>
                  {statement.answer && <dd className="text-muted">{statement.answer}</dd>}
                </div>
              ))}
            </dl>
          </div>
        </section>
      )}
    </div>
  )
}
