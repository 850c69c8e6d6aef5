import { runningUrl, startPostgres } from '../postgres'
import { Refusal } from '../refusal'
import { once } from '../sql'
import { holderOf, holdFolder } from '../start/lock'
import { step } from '../start/step'

/** The database of a data folder: that of the Stoa which runs on it, else started for this errand. */
export async function openInstance(folder: string): Promise<{ url: string; close(): Promise<void> }> {
  const holder = await holderOf(folder)
  if (holder) {
    const url = await reach(folder).catch((error: Error) => {
      throw new Refusal(
        `Stoa at ${holder} is starting, stopping or at another errand (${error.message}): try again then.`,
      )
    })
    return { url, close: async () => undefined }
  }
  const release = await holdFolder(folder, 'npm run backup, which ends by itself')
  try {
    const cluster = await step('Starting PostgreSQL', () => startPostgres(folder))
    const close = async () => {
      await cluster.stop()
      release()
    }
    return { url: cluster.url('stoa'), close }
  } catch (error) {
    release()
    throw error
  }
}

async function reach(folder: string): Promise<string> {
  const url = runningUrl(folder, 'stoa')
  await once(url, 'select 1')
  return url
}
