'use client'

import { CircleAlert } from 'lucide-react'
import { createContext, type ReactNode, useContext, useId } from 'react'
import { cn } from './cn'

type Wiring = { id: string; describedBy?: string; invalid: boolean; required: boolean }
const FieldContext = createContext<Wiring | null>(null)

/** What a control inside a Field needs so that its label, hint and error are read with it. */
export function useField() {
  const field = useContext(FieldContext)
  if (!field) return {}
  return {
    id: field.id,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.invalid || undefined,
    'aria-required': field.required || undefined,
  }
}

/**
 * Label, hint and error around one control. With react-hook-form:
 * `<Field label="Name" error={errors.name?.message}><Input {...register('name')} /></Field>`.
 */
export function Field({
  label,
  hint,
  error,
  optional = false,
  required = false,
  hideLabel = false,
  action,
  className,
  children,
}: {
  label: string
  hint?: ReactNode
  error?: string
  optional?: boolean
  required?: boolean
  hideLabel?: boolean
  action?: ReactNode
  className?: string
  children: ReactNode
}) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div className={cn('flex min-w-0 flex-col gap-1.5', className)}>
      <div className={cn('flex items-baseline justify-between gap-3', hideLabel && 'sr-only')}>
        <label htmlFor={id} className="font-medium text-sm">
          {label}
          {optional && <span className="font-normal text-muted"> (optional)</span>}
        </label>
        {action}
      </div>
      <FieldContext value={{ id, describedBy: described, invalid: Boolean(error), required }}>{children}</FieldContext>
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-bad-text text-xs">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          <span className="block first-letter:uppercase">{error}</span>
        </p>
      )}
    </div>
  )
}

/** Several controls under one question. */
export function FieldSet({ legend, hint, children }: { legend: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1.5 font-medium text-sm">{legend}</legend>
      {hint && <p className="-mt-2 text-muted text-xs">{hint}</p>}
      {children}
    </fieldset>
  )
}

/** What went wrong with a form as a whole; what belongs to one field stands at that field. */
export function FormError({ children }: { children?: ReactNode }) {
  if (!children) return null
  return (
    <div role="alert" className="flex items-start gap-2 rounded-md bg-bad-soft px-3 py-2 text-bad-text text-sm">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">{children}</div>
    </div>
  )
}

/** The row of buttons that ends a form. */
export function FormActions({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cn('flex flex-wrap items-center justify-end gap-2 pt-2', className)}>{children}</div>
}
