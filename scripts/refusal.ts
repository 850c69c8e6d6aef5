/** Why a command cannot go on, in one sentence that says what to do; printed without a stack. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** Runs a command's body; a refusal, or anything else that went wrong, ends it with status 1. */
export async function command(body: () => Promise<void>): Promise<void> {
  try {
    await body()
  } catch (error) {
    console.error(error instanceof Refusal ? `\n${error.message}` : error)
    process.exitCode = 1
  }
}
