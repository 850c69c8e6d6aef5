import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { forbidden, options } from './boundaries'
import { command, Refusal } from './refusal'

const places = ['app', 'components', 'server', 'jobs', 'prisma', 'scripts', 'bench', 'e2e']
// With a compiler that it cannot load the tool sees nothing and finds nothing wrong: fewer modules than this is a failure.
const MODULES_AT_LEAST = 150

/** Holds the import table (boundaries.ts) over the tree. */
await command(async () => {
  const { output } = await cruise(
    places,
    { ...options, ruleSet: { forbidden }, validate: true, outputType: 'json' },
    {},
    { tsConfig: extractTSConfig('tsconfig.json') },
  )
  const { summary } = JSON.parse(output as string) as ICruiseResult
  if (summary.totalCruised < MODULES_AT_LEAST) {
    throw new Refusal(`The boundary check saw ${summary.totalCruised} modules, fewer than there are: it is broken.`)
  }
  if (summary.violations.length === 0) {
    console.log(`boundaries hold over ${summary.totalCruised} modules`)
    return
  }
  const comments = new Map(forbidden.map(({ name, comment }) => [name, comment]))
  for (const { from, to, rule, cycle } of summary.violations) {
    const way = cycle ? cycle.map(({ name }) => name).join(' → ') : to
    console.error(`${from} → ${way}\n  ${rule.name}: ${comments.get(rule.name)}`)
  }
  throw new Refusal(`${summary.violations.length} imports cross a boundary.`)
})
