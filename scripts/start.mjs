// `npm start`: plain JavaScript until the packages are there, then the supervisor in TypeScript, in this same process.
import path from 'node:path'
import { demandNode, installPackages } from './install.mjs'

process.chdir(path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..'))
demandNode()
installPackages()
const { register } = await import('tsx/esm/api')
register()
const { start } = await import('./start/supervisor.ts')
await start(process.argv.slice(2))
