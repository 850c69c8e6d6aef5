import type * as Cedar from '@cedar-policy/cedar-wasm/nodejs'
import {
  classes,
  type DrawnOrganisation,
  type DrawnPort,
  type DrawnProduct,
  type DrawnRow,
} from '@/prisma/seed/drawn-organisation'

/**
 * What each principal of a drawn organisation should find and read, by Cedar's own engine over entities written down from what was
 * drawn: nothing of ours translates, compiles or loads. Things go by their names. What is said of policies in docs/guide/policies.md
 * and is not Cedar's stands here again in plain words: a forbid that errs denies, a forbid that masks denies nothing, and an agent
 * may no more than its sponsor.
 */
export type Reading = {
  columns: string[]
  rows: (string | null)[][]
  whole: boolean
  plain: string[]
  /** Policies let rows be read of which there are none: an answer of no rows, or none, says the same. */
  none?: boolean
}
type Uid = { type: string; id: string }
type Judged = { allowed: boolean; forbidden: boolean; masks: Set<string> }
type Policy = { text: string; forbids: boolean; masked: string | null }
type Who = { name: string; sponsor?: string }

const uid = (type: string, id: string): Uid => ({ type, id })
const ref = (type: string, id: string) => ({ __entity: uid(type, id) })

export class DrawnOracle {
  readonly #policies: Policy[]

  constructor(
    private readonly cedar: typeof Cedar,
    private readonly org: DrawnOrganisation,
    shipped: string,
    own: string,
    private readonly email: (name: string) => string,
  ) {
    const parts = cedar.policySetTextToParts(`${shipped}\n${own}`)
    if (parts.type === 'failure') throw new Error(parts.errors[0]?.message)
    this.#policies = parts.policies.map((text) => {
      const read = cedar.policyToJson(text)
      if (read.type === 'failure') throw new Error(read.errors[0]?.message)
      const mask = read.json.annotations?.mask
      return { text, forbids: read.json.effect === 'forbid', masked: mask ? mask.replace(/:null$/, '') : null }
    })
  }

  /** The products that a principal finds. */
  finds(name: string): DrawnProduct[] {
    return this.org.products.filter((product) =>
      this.#both(this.#who(name), (who) => this.#judge(who, 'discover', this.#product(product)).allowed),
    )
  }

  /** What a principal reads of a port under the purpose "analytics"; null where nothing. */
  reads(name: string, product: DrawnProduct, port: DrawnPort): Reading | null {
    if (product.state !== 'published' && product.state !== 'deprecated') return null
    const who = this.#who(name)
    const right = this.#right(who, product, port)
    if (!right) return null
    // What may not be discovered is not there to be read.
    const discovers = (one: Who) => this.#judge(one, 'discover', this.#port(product, port, right.held)).allowed
    if (!this.#both(who, discovers)) return null
    const own = this.#sight(who, product, port, right)
    const sponsor = who.sponsor === undefined ? own : this.#sight({ name: who.sponsor }, product, port, right)
    if (!own || !sponsor) return null
    const columns = right.columns.filter((one) => !own.hidden.has(one) && !sponsor.hidden.has(one))
    const shown = own.rows.filter(({ row }) => sponsor.rows.some((other) => other.row === row))
    const cell = (row: DrawnRow, column: string) =>
      [own, sponsor].some(({ rows }) => rows.find((one) => one.row === row)!.masked.has(column))
        ? null
        : row[column as 'nr']
    const mayMask = (column: string) => [own, sponsor].some(({ rows }) => rows.some(({ masked }) => masked.has(column)))
    return {
      columns,
      rows: shown.map(({ row }) => columns.map((column) => cell(row, column))),
      whole: shown.length === own.rows.length && own.every && sponsor.every,
      none: own.none || sponsor.none,
      plain: columns.filter((column) => !mayMask(column)),
    }
  }

  #who = (name: string): Who => this.org.agents.find((one) => one.name === name) ?? { name }
  #both = (who: Who, ask: (one: Who) => boolean) =>
    ask(who) && (who.sponsor === undefined || ask({ name: who.sponsor }))

  /**
   * By grant (the widest, of those alike the newest), else by what policies give without one; an agent by its grants alone, each within
   * its sponsor's right.
   */
  #right(who: Who, product: DrawnProduct, port: DrawnPort): { held: boolean; columns: string[] } | null {
    const all = port.columns.map((one) => one.name)
    const granted = this.#granted(who, product, port).map((columns) =>
      all.filter((one) => columns?.includes(one) ?? true),
    )
    const widest = (of: string[][]) => of.toReversed().sort((a, b) => b.length - a.length)[0]
    if (who.sponsor === undefined) {
      const columns = widest(granted)
      return columns ? { held: true, columns } : { held: false, columns: all }
    }
    const [own] = granted
    if (!own) return null
    const sponsor = { name: who.sponsor }
    const asked = { purpose: 'analytics' }
    if (this.#judge(sponsor, 'query', this.#port(product, port, false), asked).allowed)
      return { held: true, columns: own }
    const theirs = this.#granted(sponsor, product, port).map((columns) =>
      own.filter((one) => columns?.includes(one) ?? true),
    )
    const columns = widest(theirs.filter(({ length }) => length > 0))
    return columns ? { held: true, columns } : null
  }

  #granted({ name }: Who, product: DrawnProduct, port: DrawnPort): (string[] | null)[] {
    const { domains = [] } = this.org.people.find((one) => one.name === name) ?? {}
    const holders = [name, ...domains.map(({ slug }) => slug)]
    return this.org.grants
      .filter((one) => holders.includes(one.holder) && one.product === product.slug && one.port === port.name)
      .map(({ columns }) => columns)
  }

  #sight(who: Who, product: DrawnProduct, port: DrawnPort, { held, columns }: { held: boolean; columns: string[] }) {
    const shown = port.columns.filter(({ name }) => columns.includes(name))
    const gravest = Math.max(-1, ...shown.map(({ classification }) => classes.indexOf(classification as 'public')))
    const context = { purpose: 'analytics', ...(gravest >= 0 && { sensitivity: classes[gravest] }) }
    const asked = (resource: Entity) => this.#judge(who, 'query', resource, context)
    const whole = asked(this.#port(product, port, held))
    if (whole.forbidden) return null
    const ofColumns = new Map(shown.map((one) => [one.name, asked(this.#column(product, port, one, held))]))
    const hidden = new Set([...ofColumns].filter(([, { forbidden }]) => forbidden).map(([name]) => name))
    const ofRows = this.org.rows[product.domain]!.map((row) => ({ row, judged: asked(this.#row(product, port, row)) }))
    const seen = ofRows.filter(({ judged }) => !judged.forbidden && (whole.allowed || judged.allowed))
    const masked = (judged: Judged) =>
      new Set(
        shown
          .map((one) => one.name)
          .filter((name) =>
            [whole, judged, ofColumns.get(name)!].some(({ masks }) => masks.has(name) || masks.has('*')),
          ),
      )
    const none = seen.length === 0 && !whole.allowed && !ofRows.some(({ judged }) => judged.allowed)
    if (none && !this.#speaksOfRows(product, port)) return null
    return {
      hidden,
      rows: seen.map(({ row, judged }) => ({ row, masked: masked(judged) })),
      every: seen.length === ofRows.length,
      none,
    }
  }

  /** Whether a permit speaks of a port's rows one by one, whoever and whichever it speaks of. */
  #speaksOfRows = ({ slug }: DrawnProduct, { name }: DrawnPort): boolean =>
    this.#policies.some(({ text, forbids }) => !forbids && text.includes(`Rows::${slug}::${name}`))

  #judge(who: Who, action: string, resource: Entity, more: Record<string, string> = {}): Judged {
    const principal = who.sponsor === undefined ? this.#member(who.name) : this.#agent(who.name, who.sponsor)
    const sponsor = who.sponsor === undefined ? [] : [this.#member(who.sponsor)]
    const context = { time: { __extn: { fn: 'datetime', arg: new Date().toISOString() } }, surface: 'rest', ...more }
    const ask = (policies: Policy[]) => {
      const answer = this.cedar.isAuthorized({
        principal: principal.uid,
        action: uid('Action', action),
        resource: resource.uid,
        context: {
          ...context,
          ...(who.sponsor !== undefined && { sponsor: ref('Member', this.email(who.sponsor)) }),
        } as never,
        policies: { staticPolicies: Object.fromEntries(policies.map(({ text }, n) => [`p${n}`, text])) },
        entities: [principal, ...sponsor, resource] as never,
      })
      if (answer.type === 'failure') throw new Error(answer.errors[0]?.message)
      const { decision, diagnostics } = answer.response
      const erred = diagnostics.errors.map(({ policyId }) => policies[Number(policyId.slice(1))]!)
      return { decision, reasons: diagnostics.reason.map((id) => policies[Number(id.slice(1))]!), erred }
    }
    const deciding = ask(this.#policies.filter(({ masked }) => masked === null))
    const masking = ask(this.#policies.filter(({ masked }) => masked !== null))
    const forbidden =
      (deciding.decision === 'deny' && deciding.reasons.length > 0) || deciding.erred.some(({ forbids }) => forbids)
    return {
      allowed: deciding.decision === 'allow' && !forbidden,
      forbidden,
      masks: new Set([...masking.reasons, ...masking.erred].map(({ masked }) => masked!)),
    }
  }

  #member(name: string): Entity {
    const person = this.org.people.find((one) => one.name === name)!
    const domains = (wanted: (role: string) => boolean) =>
      person.domains.filter(({ role }) => wanted(role)).map(({ slug }) => slug)
    return {
      uid: uid('Member', this.email(name)),
      attrs: {
        id: name,
        email: this.email(name),
        role: person.role,
        manages: domains((role) => role !== 'member').map((slug) => ref('Domain', slug)),
        owns: domains((role) => role === 'owner').map((slug) => ref('Domain', slug)),
      },
      parents: [
        uid('Role', person.role),
        uid('Role', 'member'),
        ...domains(() => true).map((slug) => uid('Domain', slug)),
        organisation,
      ],
    }
  }
  #agent(name: string, sponsor: string): Entity {
    const attrs = {
      id: name,
      role: 'member',
      manages: [],
      owns: [],
      sponsor: ref('Member', this.email(sponsor)),
      purpose: 'analytics',
    }
    return { uid: uid('Agent', name), attrs, parents: [uid('Role', 'member'), organisation] }
  }
  #product({ slug, domain, tags, state }: DrawnProduct): Entity {
    const attrs = { domain: ref('Domain', domain), published: state !== 'draft', slug, status: state, tags }
    return { uid: uid('Product', slug), attrs, parents: [uid('Domain', domain), organisation] }
  }
  #port(product: DrawnProduct, { name }: DrawnPort, held: boolean): Entity {
    const { attrs, parents } = this.#product(product)
    const own = {
      domain: attrs.domain,
      published: attrs.published,
      tags: product.tags,
      held,
      name,
      product: product.slug,
    }
    return {
      uid: uid('Port', `${product.slug}/${name}`),
      attrs: own,
      parents: [uid('Product', product.slug), ...parents],
    }
  }
  #column(
    product: DrawnProduct,
    port: DrawnPort,
    { name, classification }: DrawnPort['columns'][number],
    held: boolean,
  ): Entity {
    const above = this.#port(product, port, held)
    const { domain, published } = above.attrs
    const attrs = {
      domain,
      published,
      held,
      name,
      object: 'people',
      type: typeOf[name]!,
      ...(classification && { classification }),
    }
    return { uid: uid('Column', `${above.uid.id}/${name}`), attrs, parents: [above.uid, ...above.parents] }
  }
  /** A field that is empty is missing. */
  #row(product: DrawnProduct, port: DrawnPort, row: DrawnRow): Entity {
    const above = this.#port(product, port, false)
    const attrs = Object.fromEntries(
      port.columns.flatMap(({ name }) => {
        const value = row[name as keyof DrawnRow]
        return value === null ? [] : [[name, cedarValue(name, value)]]
      }),
    )
    return { uid: uid(`Rows::${product.slug}::${port.name}`, row.nr!), attrs, parents: [above.uid, ...above.parents] }
  }
}

type Entity = { uid: Uid; attrs: Record<string, unknown>; parents: Uid[] }
const organisation = uid('Organisation', 'this')
const typeOf: Record<string, string> = {
  nr: 'BIGINT',
  mail: 'VARCHAR',
  country: 'VARCHAR',
  pay: 'BIGINT',
  born: 'DATE',
}
const cedarValue = (name: string, value: string) =>
  name === 'nr' || name === 'pay' ? Number(value) : name === 'born' ? { __extn: { fn: 'datetime', arg: value } } : value
