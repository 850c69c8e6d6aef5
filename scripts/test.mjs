// `npm test`: plain JavaScript until the packages are there, then every check, test and journey; with --faults,
// the faults in earnest; with --engines, what must hold on any engine, on the real servers that can be had here.
import path from 'node:path'
import { demandNode, installPackages } from './install.mjs'

process.chdir(path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..'))
demandNode()
installPackages()
const { register } = await import('tsx/esm/api')
register()
const { testEngines, testEverything, testFaults } = await import('./test/everything.ts')
const wanted = process.argv[2]
await (wanted === '--faults' ? testFaults() : wanted === '--engines' ? testEngines() : testEverything())
