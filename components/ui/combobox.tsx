'use client'

import { ChevronsUpDown } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useId, useState } from 'react'
import { cn } from './cn'
import { useField } from './field'
import { Popover } from './popover'

export type Option = { value: string; label: string; hint?: string }

const fetchList = () => import('./combobox-list').then((part) => part.ComboboxList)
const List = dynamic(fetchList, { ssr: false })

/** One of many, found by typing. `onSearch` when the options come from the server. */
export function Combobox({
  value,
  shown,
  onChange,
  options,
  placeholder = 'Choose',
  label,
  onSearch,
  empty = 'Nothing matches',
  disabled,
}: {
  value: string | undefined
  /** The chosen one in words, where it may not be among the options. */
  shown?: string
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
  const chosen = shown ?? options.find((option) => option.value === value)?.label
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
          onPointerEnter={fetchList}
          onFocus={fetchList}
          className="flex h-8 w-full min-w-0 items-center justify-between gap-2 rounded-md border border-edge/70 bg-raised pr-2 pl-2.5 text-left hover:border-edge disabled:bg-sunken aria-invalid:border-bad"
        >
          <span className={cn('truncate', !chosen && 'text-muted')}>{chosen ?? placeholder}</span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
        </button>
      }
    >
      <List
        id={list}
        label={label}
        options={options}
        value={value}
        onSearch={onSearch}
        empty={empty}
        onChoose={(next) => {
          onChange(next)
          setOpen(false)
        }}
      />
    </Popover>
  )
}
