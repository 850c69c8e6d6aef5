/** A policy that cannot be translated exactly, and is therefore not accepted. It is thrown when a policy is saved, never later. */
export class Untranslatable extends Error {
  readonly policy: string

  constructor(policy: string, why: string) {
    super(why)
    this.policy = policy
  }
}

/** What has no exact form in one dialect of SQL, though others have it. */
export class Inexact extends Error {}
