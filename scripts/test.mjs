// `npm test`: plain JavaScript until the packages are there, then every check, test and journey.
import path from 'node:path'
import { demandNode, installPackages } from './install.mjs'

process.chdir(path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..'))
demandNode()
installPackages()
const { register } = await import('tsx/esm/api')
register()
const { testEverything } = await import('./test/everything.ts')
await testEverything()
