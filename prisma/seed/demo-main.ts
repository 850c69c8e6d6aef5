// The demo as a process of its own, run by the supervisor; it ends when its parent's pipe closes.
import { closeDatabase } from '@/server/platform/db'
import { seedDemo } from './demo'

const need = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: \`npm start\` and \`npm run seed\` set it.`)
  return value
}

process.stdin.on('end', () => process.exit(1)).resume()

try {
  await seedDemo({
    password: need('STOA_DEMO_PASSWORD'),
    sourceUrl: need('STOA_DEMO_SOURCE_URL'),
    filesRoot: need('STOA_FILES_ROOT'),
  })
  await closeDatabase()
  process.exit(0)
} catch (error) {
  const { message, stack, details } = error as Error & { details?: { path: string; message: string }[] }
  const where = details?.map((detail) => `  ${detail.path} ${detail.message}`).join('\n')
  console.error(where ? `${message}\n${where}` : (stack ?? message))
  process.exit(1)
}
