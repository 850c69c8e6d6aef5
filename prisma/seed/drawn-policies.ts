import { classes, type Dice, type DrawnOrganisation, roles, tags } from './drawn-organisation'

/** Policies as chance writes them, over the names of a drawn organisation: what may be found, what may be read, and how. */

const reads = 'action in [Action::"preview", Action::"query"]'
const finds = 'action == Action::"discover"'

export function drawPolicies(by: Dice, org: DrawnOrganisation): string {
  const kinds = [finding, finding, readingPorts, hidingColumns, leavingRows, leavingRows, masking]
  const length = 2 + by.below(4)
  return Array.from({ length }, (_, n) => `@id("drawn ${n + 1}") ${by.pick(kinds)(by, org)}`).join('\n')
}

function whom(by: Dice, { domains, people }: DrawnOrganisation): string {
  const some = [
    'principal',
    `principal in Role::"${by.pick(roles)}"`,
    `principal in Domain::"${by.pick(domains)}"`,
    `principal is ${by.pick(['Member', 'Agent'])}`,
    `principal == Member::"${by.pick(people).name}"`,
  ]
  return by.pick(some)
}

const effect = (by: Dice) => by.pick(['permit', 'forbid', 'forbid'])
function unless(by: Dice, { domains }: DrawnOrganisation): string {
  const some = [
    '',
    '',
    ` unless { principal.role == "${by.pick(roles)}" }`,
    ` unless { principal.manages.contains(Domain::"${by.pick(domains)}") }`,
    ` unless { context.surface == "${by.pick(['rest', 'portal'])}" }`,
  ]
  return by.pick(some)
}

function finding(by: Dice, org: DrawnOrganisation): string {
  const { domains, products } = org
  const what = [
    'resource is Product',
    `resource == Product::"${by.pick(products).slug}"`,
    `resource in Domain::"${by.pick(domains)}"`,
  ]
  const when = [
    '',
    ` when { resource is Product && resource.tags.contains("${by.pick(tags)}") }`,
    ` when { resource is Product && resource.slug like "${by.pick(['s*', '*e*', 'people'])}" }`,
    ` when { resource is Product && (resource.status == "deprecated" || !resource.published) }`,
    ' when { resource is Product && resource has domain && principal.owns.contains(resource.domain) }',
  ]
  return `${effect(by)} (${whom(by, org)}, ${finds}, ${by.pick(what)})${by.pick(when)}${unless(by, org)};`
}

function readingPorts(by: Dice, org: DrawnOrganisation): string {
  const when = [
    '',
    ` when { resource.name == "${by.pick(['all', 'few'])}" }`,
    ` when { resource.tags.contains("${by.pick(tags)}") }`,
    ' when { resource has held && resource.held }',
    ` when { context has sensitivity && context.sensitivity == "${by.pick(classes)}" }`,
    ' when { context has purpose && context.purpose == "analytics" }',
  ]
  return `${effect(by)} (${whom(by, org)}, ${reads}, resource is Port)${by.pick(when)}${unless(by, org)};`
}

function hidingColumns(by: Dice, org: DrawnOrganisation): string {
  const when = [
    ` when { resource has classification && resource.classification == "${by.pick(classes)}" }`,
    ` when { resource.name == "${by.pick(['mail', 'pay', 'born'])}" }`,
  ]
  return `forbid (${whom(by, org)}, ${reads}, resource is Column)${by.pick(when)}${unless(by, org)};`
}

/** Conditions over rows, each over a column that the port has. */
function rowsWhen(by: Dice, columns: readonly string[]): string {
  const country = by.pick(['DE', 'FR'])
  const amount = by.below(9_000)
  const over: Record<string, string[]> = {
    nr: [`resource has nr && resource.nr < ${1 + by.below(5)}`],
    mail: ['resource has mail && resource.mail like "*o*"', '!(resource has mail)'],
    country: [
      `resource has country && resource.country == "${country}"`,
      `!(resource has country && resource.country == "${country}")`,
    ],
    pay: [
      `resource has pay && resource.pay * 2 + 1 > ${amount}`,
      `resource has pay && resource.pay * 9000000000000000 > ${amount}`,
    ],
    born: ['resource has born && resource.born < datetime("1980-01-01")'],
  }
  return by.pick(columns.flatMap((name) => over[name]!))
}

function rowsOf(by: Dice, { products }: DrawnOrganisation) {
  const { slug, ports } = by.pick(products.filter(({ state }) => state === 'published'))
  const { name, columns } = by.pick(ports)
  return { what: `resource is Rows::${slug}::${name}`, columns: columns.map((one) => one.name) }
}

function leavingRows(by: Dice, org: DrawnOrganisation): string {
  const { what, columns } = rowsOf(by, org)
  const when = by.pick(['when', 'unless'])
  return `${effect(by)} (${whom(by, org)}, ${reads}, ${what}) ${when} { ${rowsWhen(by, columns)} };`
}

/** Masked with NULL alone: what each mask makes of a value is shown elsewhere, here where it falls. */
function masking(by: Dice, org: DrawnOrganisation): string {
  const { what, columns } = rowsOf(by, org)
  const when = by.pick(['', ` when { ${rowsWhen(by, columns)} }`])
  return `@mask("${by.pick(columns)}:null") forbid (${whom(by, org)}, ${reads}, ${what})${when}${unless(by, org)};`
}
