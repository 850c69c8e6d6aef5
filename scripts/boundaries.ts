import type { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser'
import { ground, stages } from './stages'

// The import table of docs/architecture.md, as rules. Data flows down the stages; imports point up.

const any = (names: string[]) => `(${names.join('|')})`
const domain = any([...stages, ...ground])
const test = '\\.test\\.tsx?$'
const face = '/(index|[a-z-]*schema)\\.ts$'

type Rule = IForbiddenRuleType & { name: string; comment: string }
const rule = (name: string, comment: string, from: object, to: object): Rule => ({
  name,
  comment,
  severity: 'error',
  from,
  to,
})

const stageOrder = stages
  .slice(0, -1)
  .map((stage, i) =>
    rule(
      `stage-order-${stage}`,
      `${stage} reads the stages before it and never a later one; the way back is an event.`,
      { path: `^server/${stage}/`, pathNot: test },
      { path: `^server/${any(stages.slice(i + 1))}/` },
    ),
  )

/** What no module may import, and why. */
export const forbidden: Rule[] = [
  ...stageOrder,
  rule(
    'no-circle',
    'A circle of imports has no first thing to understand.',
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  ),
  rule('no-guess', 'An import that resolves to nothing fails when it runs.', {}, { couldNotResolve: true }),
  rule(
    'ground-knows-no-stage',
    'Tenancy, audit and notify serve every stage and know none.',
    { path: `^server/${any(ground)}/`, pathNot: test },
    { path: `^server/${any(stages)}/` },
  ),
  rule(
    'face-only',
    'A domain is entered by its face (index.ts) or its schema.',
    { path: `^server/${domain}/`, pathNot: test },
    {
      path: `^server/${domain}/`,
      pathNot: ['^server/$1/', `^server/${domain}${face}`, '^server/connectors/connector\\.ts$'],
    },
  ),
  rule(
    'face-only-from-doors',
    'Doors enter a domain by its face, its schema or the events it announces.',
    { path: '^(app|server/api|jobs|cli|components|prisma|scripts|bench|e2e)/', pathNot: test },
    { path: `^server/${domain}/`, pathNot: [`^server/${domain}/(index|[a-z-]*schema|events)\\.ts$`] },
  ),
  rule(
    'no-framework-in-a-stage',
    'A stage knows neither tRPC nor Next nor Inngest.',
    { path: `^server/${domain}/` },
    { path: 'node_modules/(@trpc/[^/]+|next|inngest|react)/' },
  ),
  rule(
    'domain-imports',
    'A domain imports earlier faces, the ground and the platform.',
    { path: `^server/${domain}/`, pathNot: test },
    { path: '^(app|components|jobs|prisma|scripts|cli|bench|e2e|server/api)/', pathNot: '^prisma/generated/' },
  ),
  rule(
    'platform-stands-alone',
    'The platform would work in another product.',
    { path: '^server/platform/', pathNot: test },
    { path: '^(app|components|jobs|prisma|scripts|cli|server/(?!platform/))', pathNot: '^prisma/generated/' },
  ),
  rule(
    'executor-stands-alone',
    'The job runner uses npm and the database, nothing else of ours.',
    { path: '^jobs/executor/', pathNot: test },
    {
      path: '^(app|components|prisma|scripts|server|jobs)/',
      pathNot: ['^jobs/executor/', '^server/platform/(db|role|env|log)\\.ts$'],
    },
  ),
  rule(
    'connector-stands-alone',
    'A connector kind knows the contract, errors and egress; not the database, not its neighbour.',
    { path: '^server/connectors/([^/]+)/', pathNot: test },
    {
      path: '^(app|components|jobs|prisma|scripts|server)/',
      pathNot: [
        '^server/connectors/$1/',
        '^server/connectors/connector\\.ts$',
        '^server/platform/(errors\\.ts|egress/)',
      ],
    },
  ),
  rule(
    'prisma-behind-a-store',
    'Every query stands in a store.',
    { pathNot: ['[-/]store\\.ts$', '^server/platform/', '^server/catalog/engines/', '^prisma/generated/', test] },
    { path: ['^prisma/generated/', 'node_modules/@prisma/client/'] },
  ),
  rule(
    'schema-runs-anywhere',
    'A schema is read by the browser too.',
    { path: `^server/(${domain})/[a-z-]*schema\\.ts$` },
    {
      dependencyTypesNot: ['type-only'],
      path: ['^server/', 'node_modules/(pg|@prisma|@duckdb)/'],
      pathNot: ['^server/$1/', 'schema\\.ts$', '^server/platform/ids\\.ts$'],
    },
  ),
  rule(
    'pages-compose',
    'A page takes components, the caller and schemas.',
    { path: '^app/', pathNot: ['^app/api/', test] },
    {
      path: '^(server|jobs|prisma|scripts)/',
      pathNot: ['^server/api/caller\\.ts$', '^server/[^/]+/[a-z-]*schema\\.ts$'],
    },
  ),
  rule(
    'primitives-know-npm-only',
    'What stands in components/ui could ship in another product.',
    { path: '^components/ui/', pathNot: test },
    { path: '^(app|server|jobs|prisma|scripts|components/(?!ui/))' },
  ),
  rule(
    'components-speak-trpc',
    'A component takes schemas, and types of the API.',
    { path: '^components/', pathNot: test },
    {
      path: '^(app|server|jobs|prisma|scripts)/',
      pathNot: ['^server/[^/]+/[a-z-]*schema\\.ts$', '^server/platform/ids\\.ts$'],
      dependencyTypesNot: ['type-only'],
    },
  ),
  rule(
    'components-see-api-types-only',
    'Even a type of the server comes from the API or a schema.',
    { path: '^components/', pathNot: test },
    {
      path: '^server/',
      pathNot: ['^server/[^/]+/[a-z-]*schema\\.ts$', '^server/platform/ids\\.ts$', '^server/api/'],
    },
  ),
  rule(
    'nothing-imports-the-workshop',
    'Product code needs no script, seed or test.',
    { path: '^(app|components|server|jobs)/', pathNot: [test, '^server/connectors/conformance\\.ts$'] },
    { path: '^(scripts|bench|e2e|prisma/seed)/' },
  ),
]

/** How the tree is read. */
export const options: IConfiguration['options'] = {
  doNotFollow: { path: ['node_modules', '^prisma/generated'] },
  exclude: { path: ['^\\.next/', '^dist/'] },
  tsPreCompilationDeps: true,
  tsConfig: { fileName: 'tsconfig.json' },
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'require', 'node', 'default', 'types'],
    mainFields: ['module', 'main', 'types'],
  },
}
