import { execFile } from 'node:child_process'

export const passphrase = 'correct horse battery'

/** How `npm run backup` or `npm run restore` is called on a data folder, with none of this process's own settings. */
export function copyCommand(
  flag: '--backup' | '--restore',
  folder: string,
  file: string,
  more: Record<string, string> = {},
) {
  const { STOA_SECRET_KEY, STOA_FILES_ROOT, STOA_DATABASE_URL, STOA_OWNER_DATABASE_URL, ...rest } = process.env
  const own = { DATABASE_URL: '', STOA_DATA_DIR: folder, STOA_BACKUP_PASSPHRASE: passphrase }
  return { args: ['scripts/start.mjs', flag, file], env: { ...rest, ...own, ...more, NODE_ENV: 'production' as const } }
}

/** Runs it as a person would; answers its status and what it said. */
export function runCopy(...of: Parameters<typeof copyCommand>): Promise<{ status: number; said: string }> {
  const { args, env } = copyCommand(...of)
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, stdout, stderr) =>
      resolve({ status: error ? 1 : 0, said: `${stdout}${stderr}` }),
    )
  })
}
