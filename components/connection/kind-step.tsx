'use client'

import { useSuspenseQuery } from '@tanstack/react-query'
import { Database, Files, Landmark } from 'lucide-react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { RadioCards } from '@/components/ui/choice'
import { FormActions } from '@/components/ui/field'
import { Popover } from '@/components/ui/popover'

const pictures: Record<string, React.ReactNode> = {
  postgres: <Database className="size-4" />,
  files: <Files className="size-4" />,
  stoa: <Landmark className="size-4" />,
}

/** First step: what kind of source it is, and how that kind was proven. */
export function KindStep({
  kind,
  onChange,
  onNext,
}: {
  kind?: string
  onChange: (kind: string) => void
  onNext: () => void
}) {
  const trpc = useTRPC()
  const { data } = useSuspenseQuery(trpc.connector.list.queryOptions({}))
  const chosen = data.items.find((one) => one.kind === kind)
  return (
    <div className="flex flex-col gap-5">
      <RadioCards
        label="Kind of source"
        columns={2}
        value={kind}
        onChange={onChange}
        choices={data.items.map((one) => ({
          value: one.kind,
          title: one.title,
          hint: one.summary,
          icon: pictures[one.kind],
        }))}
      />
      <FormActions>
        {chosen && (
          <Popover label="How this kind was proven" trigger={<Button kind="quiet">How was it proven?</Button>}>
            <p className="max-w-72 text-sm">{chosen.proof}</p>
          </Popover>
        )}
        <Button kind="primary" disabled={!chosen} onClick={onNext}>
          Continue
        </Button>
      </FormActions>
    </div>
  )
}
