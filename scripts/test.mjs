// `npm test`: plain JavaScript until the packages are there, then every check, test and journey; with --faults, the faults in earnest.
import path from 'node:path'
import { demandNode, installPackages } from './install.mjs'

process.chdir(path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..'))
demandNode()
installPackages()
const { register } = await import('tsx/esm/api')
register()
const { testEverything, testFaults } = await import('./test/everything.ts')
await (process.argv.includes('--faults') ? testFaults() : testEverything())
