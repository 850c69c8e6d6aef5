import { counted } from '@/components/ui/format'
import { Badge } from '@/components/ui/status'

type Column = { name: string; classification: string | null }

const grave = (classification: string | null) => classification === 'confidential' || classification === 'restricted'

/** The columns that a request is about, each with its class; grave ones stand out. */
export function ColumnsAskedFor({ objects }: { objects: { name: string; rows?: number; columns: Column[] }[] }) {
  return (
    <div className="flex flex-col gap-3">
      {objects.map((object) => (
        <div key={object.name} className="rounded-md border border-line p-3">
          <p className="mb-2 flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
            <span className="font-medium font-mono">{object.name}</span>
            <span className="tabular text-muted text-xs">
              {counted(object.columns.length, 'column')}
              {object.rows !== undefined && `, ${counted(object.rows, 'row')}`}
            </span>
          </p>
          <ul aria-label={`Columns of ${object.name}`} className="flex flex-wrap gap-1">
            {object.columns.map(({ name, classification }) => (
              <li key={name} className="min-w-0 max-w-full">
                <Badge mono tone={grave(classification) ? 'warn' : undefined}>
                  {name}
                  {classification && classification !== 'public' && <span className="font-sans">{classification}</span>}
                </Badge>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}
