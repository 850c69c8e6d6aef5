'use client'

import { CodeEditor } from '@/components/ui/code-editor'
import { Field } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import type { AddedKind } from '@/server/observe/added-schema'
import type { ProductShape } from '@/server/product/schema'
import type { Draft } from './expectation-draft'

export type FieldsProps = {
  draft: Draft
  set: (change: Partial<Draft>) => void
  /** What the server said of a field, by its place in the item. */
  problem: (...paths: string[]) => string | undefined
  product: ProductShape
}

const Row = ({ children }: { children: React.ReactNode }) => <div className="grid gap-4 sm:grid-cols-2">{children}</div>

type TextProps = Pick<FieldsProps, 'draft' | 'set' | 'problem'> & {
  name: keyof Draft
  at: string
  label: string
  hint?: string
  type?: string
  optional?: boolean
}
function Text({ draft, set, problem, name, at, label, hint, type = 'text', optional }: TextProps) {
  return (
    <Field label={label} hint={hint} optional={optional} error={problem(at)}>
      <Input
        type={type}
        inputMode={type === 'text' ? undefined : 'decimal'}
        value={draft[name]}
        onChange={({ target }) => set({ [name]: target.value })}
      />
    </Field>
  )
}

type ChoiceProps = Omit<TextProps, 'type'> & { choices: readonly (readonly [string, string])[] }
function Choice({ draft, set, problem, name, at, label, hint, optional, choices }: ChoiceProps) {
  return (
    <Field label={label} hint={hint} optional={optional} error={problem(at)}>
      <Select value={draft[name]} onChange={({ target }) => set({ [name]: target.value })}>
        {choices.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </Select>
    </Field>
  )
}

function columnsOf(product: ProductShape, { port, object }: Draft) {
  const objects = product.ports.find(({ name }) => name === port)?.objects ?? []
  const one = objects.find(({ name }) => name === object) ?? objects[0]
  return one?.columns ?? []
}
function columnChoices(product: ProductShape, draft: Draft, none: string) {
  return [['', none] as const, ...columnsOf(product, draft).map(({ name }) => [name, name] as const)]
}

const ColumnChoice = (props: FieldsProps) => (
  <Choice
    {...props}
    name="column"
    at="column"
    label="Column"
    choices={columnChoices(props.product, props.draft, 'Choose one')}
  />
)

function Band(props: FieldsProps & { unit: string; learns?: boolean }) {
  const { unit, learns = false } = props
  const empty = props.draft.low.trim() === '' && props.draft.high.trim() === ''
  return (
    <>
      <Row>
        <Text {...props} name="low" at="band.low" label={`At least${unit && ` (${unit})`}`} type="number" optional />
        <Text {...props} name="high" at="band.high" label={`At most${unit && ` (${unit})`}`} type="number" optional />
      </Row>
      {learns && (
        <Choice
          {...props}
          name="season"
          at="season"
          label="Compared with"
          hint={
            empty
              ? 'Without a band Stoa learns one: the median of what it was, and four robust deviations around it, from the eighth value on.'
              : 'Only where the band is learnt.'
          }
          choices={[
            ['none', 'All earlier values'],
            ['week', 'Those of the same weekday'],
            ['day', 'Those of the same hour'],
          ]}
        />
      )}
    </>
  )
}

const statistics = [
  ['', 'The one that fits its type and size'],
  ['ks', 'Kolmogorov–Smirnov'],
  ['wasserstein', 'Wasserstein, normed'],
  ['jensen_shannon', 'Jensen–Shannon'],
  ['psi', 'Population stability index'],
  ['chi_square', 'Chi-square'],
  ['z', 'z-test of proportions'],
  ['hellinger', 'Hellinger'],
  ['total_variation', 'Total variation'],
] as const
const operators = ['<', '<=', '=', '<>', '>=', '>'].map((one) => [one, one] as const)

function Drift(props: FieldsProps) {
  const { draft, product } = props
  return (
    <>
      <Row>
        <ColumnChoice {...props} />
        <Choice
          {...props}
          name="reference"
          at="reference"
          label="Compared with"
          choices={[
            ['previous', 'The snapshot before'],
            ['first', 'The first snapshot kept'],
            ['times', 'Rows of a time'],
            ...(['previous', 'first', 'times'].includes(draft.reference)
              ? []
              : [[draft.reference, draft.reference] as const]),
          ]}
        />
      </Row>
      {draft.reference === 'times' && (
        <Row>
          <Text {...props} name="from" at="reference.from" label="From the day" type="date" />
          <Text {...props} name="to" at="reference.to" label="Up to, not with, the day" type="date" />
        </Row>
      )}
      <Row>
        <Choice
          {...props}
          name="by"
          at="by"
          label="Only the newest rows, by"
          hint="A column of times; without one every row counts."
          choices={columnChoices(
            product,
            draft,
            draft.reference === 'times' ? 'Choose a column of times' : 'No column',
          )}
        />
        {draft.by && <Text {...props} name="window" at="window" label="Of so many days" type="number" />}
      </Row>
      <Row>
        <Choice {...props} name="statistic" at="statistic" label="Statistic" choices={statistics} />
        <Text
          {...props}
          name="threshold"
          at="threshold"
          label="Limit"
          type="number"
          optional
          hint="Each statistic has its usual one."
        />
      </Row>
    </>
  )
}

function Metric(props: FieldsProps) {
  const { draft, set, problem } = props
  return (
    <>
      <Field
        label="SQL"
        error={problem('sql')}
        hint="One SELECT that gives one number, over ports that you may read. It runs by your right, every time."
      >
        <CodeEditor label="SQL" language="sql" value={draft.sql} onChange={(sql) => set({ sql })} height={140} />
      </Field>
      <Band {...props} unit="" learns />
    </>
  )
}

function Relation(props: FieldsProps) {
  const { draft } = props
  return (
    <>
      <Row>
        <ColumnChoice {...props} />
        <Choice
          {...props}
          name="operator"
          at="operator"
          label="Stands to"
          choices={operators}
          hint={draft.toProduct ? 'Each value must stand there.' : undefined}
        />
      </Row>
      <Row>
        <Text {...props} name="toColumn" at="to.column" label="The column" />
        <Text
          {...props}
          name="toProduct"
          at="to.product"
          label="Of the product"
          optional
          hint="Another product’s port: each value must stand there."
        />
      </Row>
      {draft.toProduct && <Text {...props} name="toPort" at="to.port" label="Its port" />}
      <Text {...props} name="high" at="band.high" label="Rows that may break it" type="number" optional />
    </>
  )
}

/** What each kind asks beside its port. */
export const kindFields: Record<AddedKind, (props: FieldsProps) => React.ReactNode> = {
  volume: (props) => <Band {...props} unit="rows" learns />,
  freshness: (props) => <Text {...props} name="days" at="maxAge" label="Days old at most" type="number" />,
  drift: Drift,
  metric: Metric,
  relation: Relation,
  access: (props) => (
    <Row>
      <Choice
        {...props}
        name="measure"
        at="measure"
        label="Grants that"
        choices={[
          ['unused', 'nobody uses'],
          ['drifted', 'are not as they were proven'],
        ]}
      />
      {props.draft.measure === 'unused' && (
        <Text
          {...props}
          name="days"
          at="unused"
          label="For so many days"
          type="number"
          optional
          hint="90 unless said."
        />
      )}
    </Row>
  ),
  service_level: (props) => <Text {...props} name="days" at="within" label="Days a request may wait" type="number" />,
}
