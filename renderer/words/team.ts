/** The words of the people who work here. */
export const teamWords = {
  search: 'Search by name or e-mail',
  standing: 'Account',
  standings: { active: 'Active', inactive: 'Deactivated', all: 'Active or not' },
  newMember: 'New account',
  groups: { admin: 'Administrators', manager: 'Managers', staff: 'Staff' },
  none: {
    admin: 'No administrator fits.',
    manager: 'No manager yet. Managers run books, imports and reports.',
    staff: 'No staff yet. Make an account for everybody who stands at a till.',
  },
  noneFits: 'Nobody of them fits the search.',
  name: 'Name',
  email: 'E-mail',
  state: 'State',
  since: 'Since',
  actions: 'Actions',
  actionsOf: (name: string) => `Actions for ${name}`,
  edit: 'Change',
  history: 'Coupons and history',

  newTitle: 'A new account',

  rights: 'Who may do what',
  rightsLead: 'Held against the program’s own rules. Nobody can change them.',
  right: 'May',
  own: 'their own',
  may: 'Yes',
  mayNot: 'No',
} as const
