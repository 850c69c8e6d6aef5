import type { DuckDBConnection } from '@duckdb/node-api'
import { identifier, literal } from '../quote'
import type { ColumnProfile, PersonalKind } from '../schema'

/** Likely personal data, told by a column's name and by a sample of its values. A hint for people, never a decision. */

const byName: [PersonalKind, RegExp][] = [
  ['email', /(^|_)e_?mail/],
  ['phone', /(^|_)(phone|telephone|mobile|fax|msisdn)/],
  ['birth_date', /(birth_?da(te|y)|date_of_birth|(^|_)dob($|_))/],
  [
    'person_name',
    /(^|_)((first|last|full|given|family|middle|maiden|contact|customer|employee|person|user)_?name|surname|author|recipient)($|_)/,
  ],
  ['ip', /(^|_)ip(v[46])?(_?addr(ess)?)?($|_)/],
  ['credit_card', /(credit_?card|card_?n(umber|o|um)|(^|_)pan($|_))/],
  ['iban', /(^|_)(iban|bank_?account)/],
  ['ssn', /(^|_)(ssn|social_?sec\w*|national_?id|tax_?id|passport\w*)($|_)/],
  ['address', /(^|_)(street|addr(ess)?(_?line)?\d?|zip(_?code)?|post(al)?_?code)($|_)/],
  ['geo', /(^|_)(lat(itude)?|lon(gitude)?|lng|geo\w*|coordinates?)($|_)/],
]

/** Whole values, in RE2 inside DuckDB. */
const byValue: [PersonalKind, string][] = [
  ['email', String.raw`[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`],
  ['phone', String.raw`\+[0-9][0-9 ()./-]{6,18}[0-9]|\(?[0-9]{3}\)?[ .-][0-9]{3}[ .-][0-9]{4}`],
  [
    'ip',
    String.raw`((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)|([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}`,
  ],
  ['credit_card', String.raw`[3-6]\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7}`],
  ['iban', String.raw`[A-Z]{2}\d{2} ?([A-Z0-9]{4} ?){2,7}[A-Z0-9]{1,4}`],
  ['ssn', String.raw`\d{3}-\d{2}-\d{4}`],
  [
    'address',
    String.raw`\d{1,5} [A-Za-z .'-]+ (Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Way|Court|Ct)\.?(,? .*)?`,
  ],
]
const sampleRows = 2_000
/** Below this share of matching values a pattern says nothing. */
const leastShare = 0.5

export async function personal(
  engine: DuckDBConnection,
  from: string,
  columns: { name: string; type: string }[],
): Promise<Map<string, NonNullable<ColumnProfile['personal']>>> {
  const texts = columns.filter(({ type }) => type === 'VARCHAR')
  const found = new Map<string, NonNullable<ColumnProfile['personal']>>()
  const shares = texts.length > 0 ? await measureShares(engine, from, texts) : new Map<string, [PersonalKind, number]>()
  for (const { name, type } of columns) {
    const named = byName.find(([kind, pattern]) => pattern.test(snake(name)) && fits(kind, type))?.[0]
    const [kind, share] = shares.get(name) ?? []
    if (kind !== undefined && share !== undefined && share >= leastShare)
      found.set(name, {
        kind,
        confidence: named === kind ? Math.max(share, 0.95) : round(share * 0.9),
        because: named === kind ? 'both' : 'values',
      })
    else if (named)
      found.set(name, { kind: named, confidence: named === 'geo' || named === 'address' ? 0.5 : 0.6, because: 'name' })
  }
  return found
}

async function measureShares(engine: DuckDBConnection, from: string, texts: { name: string }[]) {
  const tests = texts.flatMap(({ name }) =>
    byValue.map(([, pattern]) => `avg(regexp_full_match(trim(${identifier(name)}), ${literal(pattern)})::int)`),
  )
  const sample = `(select ${texts.map(({ name }) => identifier(name)).join(', ')} from ${from} limit ${sampleRows})`
  const row = (await engine.runAndReadAll(`select ${tests.join(', ')} from ${sample}`)).getRows()[0]!
  return new Map(
    texts.map(({ name }, at): [string, [PersonalKind, number]] => {
      const shares = byValue.map(([kind], index): [PersonalKind, number] => [
        kind,
        Number(row[at * byValue.length + index] ?? 0),
      ])
      return [name, shares.reduce((best, one) => (one[1] > best[1] ? one : best))]
    }),
  )
}

const snake = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s.-]+/g, '_')
    .toLowerCase()
const round = (share: number) => Math.round(share * 100) / 100

/** A date named "phone_checked_at" is no phone number: a name counts only on a type that could hold such a value. */
function fits(kind: PersonalKind, type: string) {
  if (kind === 'birth_date') return /^(DATE|TIMESTAMP|VARCHAR)/.test(type)
  if (kind === 'geo') return /^(DOUBLE|FLOAT|DECIMAL|VARCHAR|STRUCT)/.test(type)
  return /^(VARCHAR|U?BIGINT|U?INTEGER)/.test(type)
}
