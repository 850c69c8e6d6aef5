import { AppError } from '../errors'

/** A statement names a table that is not among its views; the caller may know why, and say so. */
export class UnknownTable extends AppError {
  readonly table: string[]

  constructor(message: string, table: string[]) {
    super('invalid', message)
    this.table = table
  }
}
