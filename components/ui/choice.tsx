'use client'

import { Check, Minus } from 'lucide-react'
import { Checkbox as CheckboxParts, RadioGroup, Switch as SwitchParts } from 'radix-ui'
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
      <CheckboxParts.Root
        id={id}
        checked={checked === 'mixed' ? 'indeterminate' : checked}
        onCheckedChange={(next) => onChange(next === true)}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="group relative mt-1 grid size-4 shrink-0 place-items-center rounded-sm border border-edge bg-raised transition-colors before:absolute before:-inset-1 disabled:opacity-50 data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent"
      >
        <CheckboxParts.Indicator className="text-on-accent">
          <Minus aria-hidden className="hidden size-3 group-data-[state=indeterminate]:block" strokeWidth={3} />
          <Check aria-hidden className="size-3 group-data-[state=indeterminate]:hidden" strokeWidth={3} />
        </CheckboxParts.Indicator>
      </CheckboxParts.Root>
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
    <SwitchParts.Root
      {...field}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={label}
      className="relative h-6 w-10 shrink-0 rounded-full border border-edge bg-sunken transition-colors before:absolute before:-inset-1 disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
    >
      <SwitchParts.Thumb className="block size-4 translate-x-[3px] rounded-full bg-edge transition-transform data-[state=checked]:translate-x-[19px] data-[state=checked]:bg-on-accent" />
    </SwitchParts.Root>
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
  return (
    <RadioGroup.Root
      {...field}
      value={value ?? ''}
      onValueChange={(next) => onChange(next as V)}
      aria-label={label}
      className={cn('grid gap-2', grid)}
    >
      {choices.map((choice) => (
        <RadioGroup.Item
          key={choice.value}
          value={choice.value}
          disabled={choice.disabled}
          className="group flex items-start gap-2.5 rounded-md border border-line bg-raised p-3 text-left transition-colors hover:bg-hover disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
        >
          <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-edge bg-raised group-data-[state=checked]:border-accent">
            <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
          </span>
          <span className="min-w-0 flex-1">
            <span className="flex items-center gap-2 font-medium">
              {choice.icon}
              {choice.title}
            </span>
            {choice.hint && <span className="mt-0.5 block text-muted text-sm">{choice.hint}</span>}
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
