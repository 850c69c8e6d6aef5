'use client'

import { useState } from 'react'
import { RadioCards } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { schedules } from './words'

/** How often what was copied once is copied again: one of the usual ways, or a cron expression. */
export function ScheduleChoice({
  value,
  onChange,
  error,
}: {
  value: string | null
  onChange: (cron: string | null) => void
  error?: string
}) {
  const usual = schedules.some((one) => one.value === (value ?? ''))
  const [own, setOwn] = useState(!usual)
  return (
    <div className="flex flex-col gap-4">
      <RadioCards
        label="How often"
        columns={2}
        value={own ? 'own' : (value ?? '')}
        onChange={(next) => {
          setOwn(next === 'own')
          if (next !== 'own') onChange(next || null)
        }}
        choices={[...schedules, { value: 'own', title: 'Another rhythm', hint: 'A cron expression of five fields.' }]}
      />
      {own && (
        <Field label="Cron expression" hint="Minute, hour, day, month, weekday; in UTC." error={error}>
          <Input
            value={value ?? ''}
            onChange={(event) => onChange(event.target.value || null)}
            className="font-mono"
            placeholder="30 6 * * 1-5"
          />
        </Field>
      )}
    </div>
  )
}
