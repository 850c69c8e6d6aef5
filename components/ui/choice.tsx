'use client'

import { Check, Minus } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { cn } from './cn'
import { useField } from './field'

/** A box to tick, with its label beside it. `mixed` says that some, not all, below it are ticked. */
export function Checkbox({
  checked,
  onChange,
  label,
  hint,
  disabled,
  hideLabel = false,
  className,
}: {
  checked: boolean | 'mixed'
  onChange: (checked: boolean) => void
  label: ReactNode
  hint?: ReactNode
  disabled?: boolean
  hideLabel?: boolean
  className?: string
}) {
  const id = useId()
  return (
    <span className={cn('flex min-h-6 items-start gap-2', className)}>
      <span className="relative mt-1 grid size-4 shrink-0 place-items-center text-on-accent">
        <input
          ref={(box) => {
            if (box) box.indeterminate = checked === 'mixed'
          }}
          type="checkbox"
          id={id}
          checked={checked === true}
          onChange={(event) => onChange(event.target.checked)}
          disabled={disabled}
          aria-describedby={hint ? `${id}-hint` : undefined}
          className="peer absolute inset-0 appearance-none rounded-sm border border-edge bg-raised transition-colors before:absolute before:-inset-1 checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent disabled:opacity-50"
        />
        <Minus
          aria-hidden
          className="pointer-events-none relative hidden size-3 peer-indeterminate:block"
          strokeWidth={3}
        />
        <Check
          aria-hidden
          className="pointer-events-none relative hidden size-3 peer-checked:block peer-indeterminate:hidden"
          strokeWidth={3}
        />
      </span>
      <span className={cn('min-w-0 flex-1 pt-0.5', hideLabel && 'sr-only')}>
        <label htmlFor={id} className={cn('block', disabled && 'text-muted')}>
          {label}
        </label>
        {hint && (
          <span id={`${id}-hint`} className="block text-muted text-xs">
            {hint}
          </span>
        )}
      </span>
    </span>
  )
}

/** On or off, at once: a setting that needs no saving. */
export function Switch({
  checked,
  onChange,
  label,
  disabled,
}: {
  checked: boolean
  onChange: (checked: boolean) => void
  label: string
  disabled?: boolean
}) {
  const field = useField()
  return (
    <input
      {...field}
      type="checkbox"
      role="switch"
      checked={checked}
      aria-checked={checked}
      onChange={(event) => onChange(event.target.checked)}
      disabled={disabled}
      aria-label={label}
      className="relative h-6 w-10 shrink-0 cursor-pointer appearance-none rounded-full border border-edge bg-sunken transition-colors before:absolute before:top-[3px] before:size-4 before:translate-x-[3px] before:rounded-full before:bg-edge before:transition-transform after:absolute after:-inset-1 checked:border-accent checked:bg-accent checked:before:translate-x-[19px] checked:before:bg-on-accent disabled:opacity-50"
    />
  )
}

export type Choice<V extends string> = {
  value: V
  title: ReactNode
  hint?: ReactNode
  icon?: ReactNode
  disabled?: boolean
}

/** One of a few that each need a sentence; arrows move between them. */
export function RadioCards<V extends string>({
  value,
  onChange,
  choices,
  label,
  columns = 1,
}: {
  value: V | undefined
  onChange: (value: V) => void
  choices: Choice<V>[]
  label: string
  columns?: 1 | 2 | 3
}) {
  const grid = { 1: '', 2: 'sm:grid-cols-2', 3: 'sm:grid-cols-2 lg:grid-cols-3' }[columns]
  const { id: _, ...field } = useField()
  const name = useId()
  return (
    <div {...field} role="radiogroup" aria-label={label} className={cn('grid gap-2', grid)}>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line bg-raised p-3 transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2 has-disabled:cursor-default has-disabled:opacity-50"
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
            disabled={choice.disabled}
            className="mt-0.5 grid size-4 shrink-0 cursor-pointer appearance-none place-items-center rounded-full border border-edge bg-raised before:size-2 before:rounded-full checked:border-accent checked:before:bg-accent focus-visible:outline-none"
          />
          <span className="min-w-0 flex-1">
            <span className="flex items-center gap-2 font-medium">
              {choice.icon}
              {choice.title}
            </span>
            {choice.hint && <span className="mt-0.5 block text-muted text-sm">{choice.hint}</span>}
          </span>
        </label>
      ))}
    </div>
  )
}
