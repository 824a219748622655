/** Where an action stands. */
export type ActionState = 'open' | 'done' | 'closed' | 'dropped'

/** The states of an action, as lists show them. */
export const actionStates: { value: ActionState; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'done', label: 'Done, to be closed' },
  { value: 'closed', label: 'Closed' },
  { value: 'dropped', label: 'Dropped' },
]
