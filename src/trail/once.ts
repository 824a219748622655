/** The form with this number was submitted before: answer as the first time. */
export class AlreadyDone extends Error {
  override name = 'AlreadyDone'
  formId: string
  constructor(formId: string) {
    super('This was saved already.')
    this.formId = formId
  }
}
