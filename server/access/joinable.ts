/** What becomes joinable with a grant, and whether two grants that each name nobody come to name somebody together. */

/** A column with what is known of it. */
export interface KnownColumn {
  object: string
  name: string
  /** The name people call it by, where it has one. */
  businessName: string | null
  type: string
  classification: string | null
  /** Distinct values among the rows that have one, from 0 to 1; null where it was not measured. */
  uniqueness: number | null
  distinct: number | null
  /** Declared as the key of its rows. */
  key: boolean
  /** The kind of personal data it likely holds. */
  personal: string | null
}
export interface SharedKey {
  wanted: KnownColumn
  held: KnownColumn
  because: string
}
export interface Joined {
  keys: SharedKey[]
  /** Why the two together identify people where one of them alone does not; null where they do not. */
  identifies: string | null
}

/** One of these names a person by itself. */
const direct = new Set(['email', 'phone', 'person_name', 'ssn', 'iban', 'credit_card'])
const kindWords: Record<string, string> = {
  email: 'e-mail address',
  phone: 'phone number',
  person_name: 'name',
  ssn: 'national number',
  iban: 'bank account',
  credit_card: 'card number',
  birth_date: 'date of birth',
  address: 'address',
  geo: 'place',
  ip: 'IP address',
}
/** From here on a column tells its rows apart. */
const UNIQUE = 0.9
/** A column called an id joins from so many different values on. */
const MANY = 50
const idName = /(^|_)(id|ids|uuid|guid|key|code|number|no|nr|num)$/

const snake = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .toLowerCase()
const namesOf = ({ name, businessName }: KnownColumn) => [name, ...(businessName ? [businessName] : [])].map(snake)

/** Types whose values can be the same thing; truths, floating numbers and moments are no keys. */
function family(type: string): string | null {
  if (/^(VARCHAR|ENUM|UUID)/.test(type)) return 'text'
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type)) return 'number'
  if (/^DECIMAL\(\d+,0\)$/.test(type)) return 'number'
  return null
}

/** Whether two columns name the same things: the same name and kind of type, and values that tell things apart. */
function shared(wanted: KnownColumn, held: KnownColumn): string | null {
  const kind = family(wanted.type)
  if (kind === null || kind !== family(held.type)) return null
  if (wanted.personal !== null && wanted.personal === held.personal && direct.has(wanted.personal))
    return `both hold the same kind of ${kindWords[wanted.personal]}`
  const same = namesOf(wanted).find((name) => namesOf(held).includes(name))
  if (same === undefined) return null
  if (wanted.key || held.key) return 'the same name and type, and a declared key'
  // A column of one value tells nothing apart, however unique that is.
  const sides = [wanted, held].filter(({ distinct }) => (distinct ?? 0) > 1)
  const most = Math.max(0, ...sides.map(({ uniqueness }) => uniqueness ?? 0))
  if (most >= UNIQUE) return `the same name and type, ${Math.floor(most * 100)}% of its values differ`
  const values = Math.max(0, ...sides.map(({ distinct }) => distinct ?? 0))
  return idName.test(same) && values >= MANY ? `the same name and type, ${values} different values` : null
}

const kindsOf = (columns: readonly KnownColumn[]) => new Set(columns.flatMap(({ personal }) => personal ?? []))
/** A direct identifier, or two kinds that few people share. */
const identifies = (kinds: ReadonlySet<string>) => [...kinds].some((kind) => direct.has(kind)) || kinds.size >= 2
const listed = (kinds: Iterable<string>) =>
  new Intl.ListFormat('en').format([...kinds].sort().map((kind) => kindWords[kind] ?? kind))

export function joinable(wanted: readonly KnownColumn[], held: readonly KnownColumn[]): Joined {
  const keys = wanted.flatMap((one) =>
    held.flatMap((other) => {
      const because = shared(one, other)
      return because ? [{ wanted: one, held: other, because }] : []
    }),
  )
  if (keys.length === 0) return { keys, identifies: null }
  const [mine, theirs] = [kindsOf(wanted), kindsOf(held)]
  const both = new Set([...mine, ...theirs])
  if (!identifies(both) || (identifies(mine) && identifies(theirs))) return { keys, identifies: null }
  const one = [mine, theirs].find(identifies)
  return {
    keys,
    identifies: one
      ? `One of the two holds the ${listed(one)} of people; joined, the rows of the other are about them.`
      : `Neither names a person; together they tell the ${listed(both)} of each, which few people share.`,
  }
}

/** Columns that few should see. */
const grave = (classification: string | null) =>
  classification !== null && !['public', 'internal'].includes(classification.trim().toLowerCase())

/** Columns that a narrower grant would leave out, and why; null where nothing would be left. */
export function narrower(
  wanted: readonly KnownColumn[],
  joins: readonly Joined[],
): { columns: string[]; leaves: { column: string; because: string }[] } | null {
  const named = (column: KnownColumn) => `${column.object}.${column.name}`
  const risky = joins.filter((join) => join.identifies).flatMap((join) => join.keys.map((key) => named(key.wanted)))
  const leaves = wanted.flatMap((column) => {
    const because = grave(column.classification)
      ? `it is ${column.classification}`
      : column.personal && direct.has(column.personal)
        ? `it likely holds people’s ${kindWords[column.personal]}`
        : risky.includes(named(column))
          ? 'it joins with what they hold so that people are named'
          : null
    return because ? [{ column: named(column), because }] : []
  })
  const out = new Set(leaves.map(({ column }) => column))
  const columns = wanted.map(named).filter((column) => !out.has(column))
  return leaves.length > 0 && columns.length > 0 ? { columns, leaves } : null
}
