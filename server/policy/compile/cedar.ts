import v8 from 'node:v8'
import * as cedar from '@cedar-policy/cedar-wasm/nodejs'

// The V8 of Node 20 and 21 inlines calls into WebAssembly and may abort the whole process when such code is deoptimised.
if (Number(process.versions.node.split('.')[0]) < 22) v8.setFlagsFromString('--no-turbo-inline-js-wasm-calls')

/** Cedar's own engine. It is imported here and nowhere else. */
export { cedar }
