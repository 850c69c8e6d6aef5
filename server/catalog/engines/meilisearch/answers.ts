import { server } from './server'

/** Whether the server is well, asked now. */
export async function answers(): Promise<boolean> {
  try {
    return (await (await server('search')).health()).status === 'available'
  } catch {
    return false
  }
}
