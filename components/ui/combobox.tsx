'use client'

import { Command } from 'cmdk'
import { Check, ChevronsUpDown } from 'lucide-react'
import { useId, useState } from 'react'
import { cn } from './cn'
import { useField } from './field'
import { Popover } from './popover'

export type Option = { value: string; label: string; hint?: string }

/** One of many, found by typing. `onSearch` when the options come from the server. */
export function Combobox({
  value,
  onChange,
  options,
  placeholder = 'Choose',
  label,
  onSearch,
  empty = 'Nothing matches',
  disabled,
}: {
  value: string | undefined
  onChange: (value: string) => void
  options: Option[]
  placeholder?: string
  label: string
  onSearch?: (text: string) => void
  empty?: string
  disabled?: boolean
}) {
  const [open, setOpen] = useState(false)
  const field = useField()
  const list = useId()
  const chosen = options.find((option) => option.value === value)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      className="w-(--radix-popover-trigger-width) min-w-60 p-0"
      label={label}
      trigger={
        <button
          {...field}
          type="button"
          role="combobox"
          aria-expanded={open}
          aria-controls={list}
          aria-label={field.id ? undefined : label}
          disabled={disabled}
          className="flex h-8 w-full min-w-0 items-center justify-between gap-2 rounded-md border border-edge/70 bg-raised pr-2 pl-2.5 text-left hover:border-edge disabled:bg-sunken aria-invalid:border-bad"
        >
          <span className={cn('truncate', !chosen && 'text-muted')}>{chosen?.label ?? placeholder}</span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </button>
      }
    >
      <Command label={label} shouldFilter={!onSearch} id={list}>
        <Command.Input
          placeholder="Type to find"
          onValueChange={onSearch}
          className="h-9 w-full border-line border-b bg-transparent px-3 focus-visible:outline-none"
        />
        <Command.List className="max-h-64 overflow-y-auto p-1">
          <Command.Empty className="px-2 py-3 text-muted">{empty}</Command.Empty>
          {options.map((option) => (
            <Command.Item
              key={option.value}
              value={option.value}
              keywords={[option.label, option.hint ?? '']}
              onSelect={() => {
                onChange(option.value)
                setOpen(false)
              }}
              className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1 data-[selected=true]:bg-hover"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate">{option.label}</span>
                {option.hint && <span className="block truncate text-muted text-xs">{option.hint}</span>}
              </span>
              {option.value === value && <Check aria-hidden className="size-4 text-accent" />}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Popover>
  )
}
