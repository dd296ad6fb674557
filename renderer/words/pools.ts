import { formatNumber } from '../ui/format.ts'

const members = (count: number): string => (count === 1 ? '1 member' : `${formatNumber(count)} members`)
const addresses = (count: number): string => (count === 1 ? '1 address' : `${formatNumber(count)} addresses`)

/** The words of the list of pools and of one pool. */
export const poolWords = {
  title: 'Pools',
  search: 'Search pools by name',
  filter: 'Which pools',
  filters: { all: 'All pools', on: 'Switched on', off: 'Switched off' },
  list: 'Pools',
  name: 'Name',
  state: 'State',
  members: 'Members',
  memberCount: members,
  changed: 'Last change',
  newPool: 'New pool',
  emptyTitle: 'Your first pool',
  emptyNext:
    'A pool is a group of customers, such as “Regulars”, that coupons of a book are given to in one go. Name it, then add its members.',
  makeFirst: 'Make the first pool',
  noneTitle: 'No pool fits',
  noneNext: 'Search for a part of its name, or look at all pools.',
  showAll: 'Show all pools',

  newTitle: 'A new pool',
  nameHint: 'What you and your colleagues find it by, such as “Regulars”.',
  nameNeeded: 'Give the pool a name.',
  nameTaken: 'Another pool has this name. Choose another one.',
  description: 'Description',
  descriptionHint: 'Who belongs in it, and why.',
  create: 'Make the pool',
  edit: 'Edit',
  editTitle: 'Change the pool',
  save: 'Save the changes',
  saved: 'Changes saved',

  back: 'Pools',
  one: 'Pool',
  addMembers: 'Add members',
  import: 'Import',
  tabs: 'Parts of the pool',
  tab: { members: 'Members', distributions: 'Distributions' },
  switchOff: 'Switch off',
  switchOn: 'Switch on',
  switchOffTitle: (name: string) => `Switch off “${name}”?`,
  switchOffNext:
    'No coupons can be distributed to it until it is switched on again. Its members stay, with all that they were given.',
  switchOnTitle: (name: string) => `Switch on “${name}”?`,
  switchOnNext: 'Coupons can be distributed to it again.',
  switchedOff: 'The pool is switched off',
  switchedOn: 'The pool is switched on',
  delete: 'Delete',
  deleteTitle: (name: string) => `Delete “${name}”?`,
  deleteNext: (count: number) =>
    count === 0
      ? 'It has no members. This cannot be undone.'
      : `Its ${members(count)} ${count === 1 ? 'stays a customer and keeps' : 'stay customers and keep'} all coupons; only the group is gone. This cannot be undone.`,
  deleteConfirm: 'Delete the pool',
  deleted: (name: string) => `“${name}” is deleted`,
} as const

/** The words of a pool's members. */
export const memberWords = {
  list: 'Members',
  search: 'Search by name or e-mail',
  select: 'Select',
  selectOne: (name: string) => `Select ${name}`,
  selectShown: (count: number) => `Select all ${formatNumber(count)} shown`,
  selected: (count: number) => `${formatNumber(count)} selected`,
  clearSelection: 'Select none',
  name: 'Name',
  email: 'E-mail',
  since: 'Added',
  remove: (count: number) => `Remove ${members(count)}`,
  removeSelected: (count: number) => `Remove ${formatNumber(count)}`,
  removeColumn: 'Remove',
  removeOne: (name: string) => `Remove ${name}`,
  removeTitle: (count: number, name: string) =>
    count === 1 ? `Remove ${name} from the pool?` : `Remove ${members(count)} from the pool?`,
  removeNext: 'They stay customers and keep the coupons that they have.',
  removed: (count: number) => `${members(count)} removed`,
  emptyTitle: 'Nobody in this pool yet',
  emptyNext: 'Find customers by name, or paste a list of e-mail addresses.',
  noneTitle: 'No member fits',
  noneNext: 'Search for the beginning of a name or of an e-mail address.',
  showAll: 'Show all members',

  add: 'Add members',
  addTitle: (pool: string) => `Add members to “${pool}”`,
  ways: 'How to name them',
  way: { search: 'Search', paste: 'Paste e-mail addresses' },
  chosen: (count: number) => `${formatNumber(count)} chosen`,
  chosenList: 'Chosen',
  drop: (name: string) => `Take ${name} out again`,
  addChosen: (count: number) => (count === 0 ? 'Add members' : `Add ${members(count)}`),
  paste: 'E-mail addresses',
  pasteHint: 'One on each line. They must be customers of the store already.',
  pasted: (count: number) => `${addresses(count)} read`,
  addPasted: (count: number) => (count === 0 ? 'Add members' : `Add ${addresses(count)}`),
  tooMany: (most: number) =>
    `That is too long a list: paste at most ${formatNumber(most)} addresses at once.`,
  unknownTitle: (count: number) =>
    count === 1 ? 'One address belongs to nobody here' : `${addresses(count)} belong to nobody here`,
  unknownNext: 'Nobody was added yet. Correct them in the list, or add the others without them.',
  unknownList: 'Not known',
  nobodyLeft: 'None of the addresses belongs to a customer. Make the customers first, then add them.',
  addOthers: (count: number) => (count === 1 ? 'Add the other one' : `Add the ${formatNumber(count)} others`),
  added: (count: number) => (count === 0 ? 'They were members already' : `${members(count)} added`),
  skipped: (count: number) => `${addresses(count)} left out`,
} as const
