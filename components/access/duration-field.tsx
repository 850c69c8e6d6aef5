import { Field } from '@/components/ui/field'
import { period } from '@/components/ui/format'
import { Input, Select } from '@/components/ui/input'

const presets = ['P30D', 'P90D', 'P6M', 'P1Y']

/** How long: one of a few lengths, or any in ISO 8601. */
export function DurationField({
  value,
  onChange,
  error,
  label = 'For how long',
  hint = 'Counted from the approval, at most two years. Access ends by itself; you can ask again.',
  more = [],
}: {
  value: string
  onChange: (to: string) => void
  error?: string
  label?: string
  hint?: string
  /** Lengths to offer beside the usual ones. */
  more?: string[]
}) {
  const offered = [...new Set([...more, ...presets])]
  const other = !offered.includes(value)
  return (
    <Field label={label} error={error} hint={hint}>
      <Select
        value={other ? 'other' : value}
        onChange={({ target }) => onChange(target.value === 'other' ? '' : target.value)}
      >
        {offered.map((preset) => (
          <option key={preset} value={preset}>
            {period(preset)}
          </option>
        ))}
        <option value="other">Another length</option>
      </Select>
      {other && (
        <Input
          aria-label="Length in ISO 8601"
          placeholder="P45D is 45 days"
          className="mt-2 font-mono"
          value={value}
          onChange={({ target }) => onChange(target.value.toUpperCase())}
        />
      )}
    </Field>
  )
}
