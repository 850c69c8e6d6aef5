// `npm run keys:rotate`: plain JavaScript until the packages are there, then the rotation in TypeScript, in this same process.
import path from 'node:path'
import { demandNode, installPackages } from './install.mjs'

process.chdir(path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..'))
demandNode()
installPackages()
const { register } = await import('tsx/esm/api')
register()
const { rotateKeys } = await import('./start/rotate-keys.ts')
await rotateKeys()
