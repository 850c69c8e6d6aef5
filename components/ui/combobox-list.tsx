'use client'

import { Command } from 'cmdk'
import { Check } from 'lucide-react'
import type { Option } from './combobox'

/** The open list of a Combobox: type, choose. */
export function ComboboxList({
  id,
  label,
  options,
  value,
  onSearch,
  onChoose,
  empty,
}: {
  id: string
  label: string
  options: Option[]
  value: string | undefined
  onSearch?: (text: string) => void
  onChoose: (value: string) => void
  empty: string
}) {
  return (
    <Command label={label} shouldFilter={!onSearch} id={id}>
      <Command.Input
        autoFocus
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
            onSelect={() => onChoose(option.value)}
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
  )
}
