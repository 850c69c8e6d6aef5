import type { Entry } from '@/server/catalog'

/** A catalog to search in, and questions of it with the answers that people expect, best first. */

const domains = {
  safety: { id: 'dom_safety', slug: 'safety', name: 'Air safety' },
  operations: { id: 'dom_operations', slug: 'operations', name: 'Operations' },
  sales: { id: 'dom_sales', slug: 'sales', name: 'Sales' },
  people: { id: 'dom_people', slug: 'people', name: 'People and pay' },
}
type Line = {
  title: string
  purpose: string
  domain?: keyof typeof domains
  tags?: string[]
  columns?: string[]
  owner?: string
  status?: Entry['status']
  description?: string
  context?: string
}

const lines: Line[] = [
  {
    title: 'Bird strikes',
    purpose: 'Collisions of aircraft with birds, by airport and season.',
    domain: 'safety',
    tags: ['wildlife', 'incidents'],
    columns: ['airport_name', 'cost_repairs', 'species'],
    owner: 'Ada Lovelace',
  },
  {
    title: 'Wildlife sightings',
    purpose: 'What animals were seen near runways.',
    domain: 'safety',
    tags: ['wildlife'],
    columns: ['species', 'seen_at'],
  },
  {
    title: 'Runway incursions',
    purpose: 'Vehicles and people on runways where none should be.',
    domain: 'safety',
    tags: ['incidents'],
    columns: ['runway', 'severity'],
  },
  {
    title: 'Flight delays',
    purpose: 'How late flights left and arrived, and why.',
    domain: 'operations',
    tags: ['flights', 'punctuality'],
    columns: ['dep_delay', 'arr_delay', 'cause'],
    owner: 'Grace Hopper',
  },
  {
    title: 'Flights',
    purpose: 'Every scheduled flight with its aircraft and crew.',
    domain: 'operations',
    tags: ['flights'],
    columns: ['flight_number', 'tail_number', 'origin', 'destination'],
  },
  {
    title: 'Flights sample',
    purpose: 'A thousand flights to try things on.',
    domain: 'operations',
    tags: ['flights'],
    status: 'deprecated',
  },
  {
    title: 'Old flight delays',
    purpose: 'Delays of flights until 2019.',
    domain: 'operations',
    status: 'retired',
    tags: ['flights'],
  },
  {
    title: 'Airports',
    purpose: 'Codes, names and places of airports.',
    domain: 'operations',
    tags: ['reference'],
    columns: ['iata_code', 'icao_code', 'latitude', 'longitude'],
  },
  {
    title: 'Weather at airports',
    purpose: 'Hourly wind, visibility and temperature.',
    domain: 'operations',
    tags: ['weather'],
    columns: ['wind_speed', 'visibility', 'temperature'],
  },
  {
    title: 'Aircraft',
    purpose: 'Each airframe: type, age, engines and owner.',
    domain: 'operations',
    tags: ['reference', 'fleet'],
    columns: ['tail_number', 'engine_type'],
  },
  {
    title: 'Engine maintenance',
    purpose: 'Inspections and repairs of engines.',
    domain: 'operations',
    tags: ['fleet', 'maintenance'],
    columns: ['engine_serial', 'inspected_at'],
  },
  {
    title: 'Maintenance costs',
    purpose: 'What repairs cost, by aircraft and month.',
    domain: 'operations',
    tags: ['maintenance', 'finance'],
    columns: ['tail_number', 'cost_eur'],
  },
  {
    title: 'Customers',
    purpose: 'People and companies that buy from us.',
    domain: 'sales',
    tags: ['crm'],
    columns: ['customer_id', 'email', 'country'],
    owner: 'Ada Lovelace',
  },
  {
    title: 'Customer complaints',
    purpose: 'What customers complained of, and how it ended.',
    domain: 'sales',
    tags: ['crm', 'support'],
    columns: ['complaint_id', 'customer_id', 'topic'],
  },
  {
    title: 'Orders',
    purpose: 'Orders of customers, one row each.',
    domain: 'sales',
    tags: ['revenue'],
    columns: ['order_id', 'customer_id', 'amount_eur'],
  },
  {
    title: 'Order lines',
    purpose: 'What each order is made of.',
    domain: 'sales',
    tags: ['revenue'],
    columns: ['order_id', 'product_code', 'quantity'],
  },
  {
    title: 'Revenue by month',
    purpose: 'Recognised revenue, month by month and country by country.',
    domain: 'sales',
    tags: ['revenue', 'finance'],
    columns: ['month', 'country', 'revenue_eur'],
    context: 'turnover',
  },
  {
    title: 'Payments',
    purpose: 'Money received, and how it was paid.',
    domain: 'sales',
    tags: ['finance'],
    columns: ['payment_id', 'iban', 'amount_eur'],
  },
  {
    title: 'Employees',
    purpose: 'Who works here, since when, in which team.',
    domain: 'people',
    tags: ['hr'],
    columns: ['employee_id', 'hired_on', 'team'],
    owner: 'Mary Jackson',
  },
  {
    title: 'Salaries',
    purpose: 'What employees earn.',
    domain: 'people',
    tags: ['hr', 'finance'],
    columns: ['employee_id', 'salary_eur'],
    owner: 'Mary Jackson',
  },
  {
    title: 'Pilot rosters',
    purpose: 'Which pilots fly when.',
    domain: 'people',
    tags: ['hr', 'crew'],
    columns: ['pilot_id', 'duty_start', 'duty_end'],
  },
  {
    title: 'Crew training',
    purpose: 'Courses and checks of pilots and cabin crew.',
    domain: 'people',
    tags: ['crew'],
    columns: ['pilot_id', 'course', 'passed_on'],
  },
  { title: 'Zürich gates', purpose: 'Gate changes at Zürich.', domain: 'operations', tags: ['gates'] },
  { title: 'Café sales', purpose: 'What passengers buy in the cafés of terminals.', domain: 'sales', tags: ['retail'] },
  { title: '東京 出発便', purpose: '羽田空港の出発便の遅延。', domain: 'operations', tags: ['日本'] },
  { title: 'İstanbul ılık hava', purpose: 'Warm days at İstanbul.', domain: 'operations', tags: ['weather'] },
  { title: 'حركة المطارات', purpose: 'Traffic of airports in the region.', domain: 'operations', tags: ['reference'] },
  {
    title: 'Feedback 😀 scores',
    purpose: 'Smileys pressed at the doors of terminals.',
    domain: 'sales',
    tags: ['support'],
  },
  { title: 'Secret merger plans', purpose: 'Not for everyone.', domain: 'sales', status: 'draft', tags: ['secret'] },
]

const slugOf = (title: string, at: number) =>
  title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || `product-${at}`

export const judgedEntries: Entry[] = lines.map((line, at) => ({
  id: `prd_judged_${String(at).padStart(2, '0')}`,
  type: 'data',
  slug: slugOf(line.title, at),
  title: line.title,
  purpose: line.purpose,
  description: line.description ?? '',
  domain: domains[line.domain ?? 'operations'],
  owner: line.owner ?? null,
  tags: line.tags ?? [],
  status: line.status ?? 'published',
  version: '1.0.0',
  columns: (line.columns ?? []).map((name) => ({ port: 'rows', object: 'rows', name, classification: 'internal' })),
  context: line.context ?? '',
  promise: null,
  changedAt: new Date(Date.UTC(2001, 3, 1 + at)).toISOString(),
}))

/** A question, and the slugs that must be the first ones found, in this order; in a set where any order will do. */
export const judged: [kind: string, question: string, expected: (string | string[])[]][] = [
  ['exact name', 'flight delays', ['flight-delays', 'old-flight-delays']],
  ['exact name', 'flights', ['flights']],
  ['exact name', 'orders', ['orders', 'order-lines']],
  ['exact name', 'Bird strikes', ['bird-strikes']],
  ['beginning', 'bir', ['bird-strikes']],
  ['beginning', 'cust', [['customers', 'customer-complaints']]],
  ['beginning', 'maint', [['engine-maintenance', 'maintenance-costs']]],
  ['slip', 'brid strikes', ['bird-strikes']],
  ['slip', 'custmoer complaints', ['customer-complaints']],
  ['slip', 'salareis', ['salaries']],
  ['slip', 'maintenence costs', ['maintenance-costs']],
  ['kin', 'strike', ['bird-strikes']],
  ['kin', 'companies', ['customers']],
  ['kin', 'complaining customers', ['customer-complaints']],
  ['several words', 'revenue country month', ['revenue-by-month']],
  ['several words', 'pilot training', ['crew-training']],
  ['several words', 'engine repairs', ['engine-maintenance']],
  ['column', 'iban', ['payments']],
  ['column', 'dep_delay', ['flight-delays']],
  ['column', 'tail number', [['flights', 'aircraft', 'maintenance-costs']]],
  ['column', 'icao_code', ['airports']],
  ['tag', 'crm', [['customers', 'customer-complaints']]],
  ['tag', 'wildlife', ['wildlife-sightings', 'bird-strikes']],
  ['owner', 'Mary Jackson', [['employees', 'salaries']]],
  ['owner', 'grace hopper', ['flight-delays']],
  ['question', 'which flights were delayed and why?', [['flight-delays', 'old-flight-delays']]],
  ['question', 'how much do our employees earn', ['salaries']],
  ['question', 'what do repairs cost by aircraft', ['maintenance-costs']],
  ['context', 'turnover', ['revenue-by-month']],
  ['accents', 'zurich', ['zurich-gates']],
  ['accents', 'ZÜRICH GATES', ['zurich-gates']],
  ['accents', 'cafe', ['cafe-sales']],
  ['combining marks', 'Cafe\u0301 sales', ['cafe-sales']],
  ['ideographs', '東京', ['product-24']],
  ['ideographs', '出発便', ['product-24']],
  ['Turkish', 'istanbul', ['istanbul-l-k-hava']],
  ['Turkish', 'ılık', ['istanbul-l-k-hava']],
  ['right to left', 'المطارات', ['product-26']],
  ['emoji', 'feedback 😀', ['feedback-scores']],
]
