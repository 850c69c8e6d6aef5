import { RadioCards } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import type { NewRequest } from '@/server/access/schema'

type Delivery = NonNullable<NewRequest['delivery']>

const choices = [
  { value: 'portal', title: 'In the portal', hint: 'Queries, previews and downloads here, over copies of the rows' },
  {
    value: 'source',
    title: 'In the source too',
    hint: 'A sign-in of your own to its database, with views of what you were given. It is proven before you are told',
  },
] satisfies { value: Delivery; title: string; hint: string }[]

/** Where a grant is to be good, where the product’s connection leaves a choice. */
export function DeliveryField({ value, onChange }: { value: Delivery; onChange: (to: Delivery) => void }) {
  return (
    <Field label="Where you read it">
      <RadioCards
        label="Where you read it"
        value={value}
        onChange={(to) => onChange(to === 'source' ? 'source' : 'portal')}
        choices={choices}
      />
    </Field>
  )
}
