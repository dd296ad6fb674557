import type { Settings } from '../../server/contracts/settings.ts'

/** The words of the places within the settings. */
export const settingsPlaces = {
  label: 'Settings',
  settings: 'You',
  storeSettings: 'Store',
  team: 'Team',
  apiKeys: 'API keys',
} as const

/** The words of the store's settings. */
export const storeWords = {
  readOnly: 'An administrator changes these',
  readOnlyNext: 'You see what holds for the store.',
  save: 'Save',
  saved: 'Saved',
  /** What was changed, in the order of the form. */
  changed: (fields: readonly (keyof Settings)[]) =>
    `Changed: ${fields.map((field) => names[field]).join(', ')}.`,

  store: 'Name and place',
  storeLead: 'What customers and colleagues see it as, and whose days count.',
  name: 'Name',
  nameNeeded: 'Give the store a name.',
  timeZone: 'Time zone',
  timeZoneNone: 'No time zone has this in its name. Try the nearest large city.',
  timeZoneNow: (time: string) => `It is ${time} there now.`,
  timeZoneChange:
    'Once it is saved, the days of reports and of new start and end dates are those of this time zone. Books that are there keep their very moments: one that ends at midnight then ends at another hour of the clock.',

  selling: 'At the till',
  sellingLead: 'What holds where a book says nothing else.',
  lock: 'A lock lasts',
  minutes: 'Minutes',
  seconds: 'Seconds',
  lockHint:
    'How long a coupon waits for whoever locked it. From 1 second to 1 hour; locks that run keep their time.',
  lockRange: 'A lock lasts from 1 second to 60 minutes.',
  registration: 'Customers may make their own account',
  registrationHint: 'The log-in then offers it. Without it, staff make the accounts.',

  origins: 'Web addresses that may call the store',
  originsLead:
    'Pages of your web shop that call the store’s API from a customer’s browser. The console and programs with an API key need none.',
  originsList: 'Allowed web addresses',
  originsNone: 'No other web page may call it.',
  origin: 'Web address',
  originHint: 'Such as https://shop.example: without a path, and without a slash at its end.',
  originFault: 'Type it as https://shop.example: with http or https, and nothing after the name but a port.',
  originTwice: 'It is in the list already.',
  originMost: 'That is as many as there may be. Remove one first.',
  originAdd: 'Add',
  originRemove: (origin: string) => `Remove ${origin}`,

  retention: 'How long things are kept',
  retentionLead: 'What is older is deleted by itself, once a day. What is deleted is gone.',
  keep: {
    audit_events: 'The record of who did what',
    idempotency_keys: 'Answers to requests that may come again',
    jobs: 'Finished imports, generations and distributions',
  },
  keepHint: {
    audit_events: 'A coupon’s own history loses its oldest entries, too; its state and its redemptions stay.',
    idempotency_keys:
      'A till or a web shop that lost an answer gets it again, for 31 days at most. The report of refusals counts these, too.',
    jobs: 'With the list of their refused lines. The codes themselves stay.',
  },
  forEver: 'For ever',
  forDays: 'For some days',
  days: 'Days',
  daysRange: 'Type a whole number of days, from 1 to 36,500.',
} as const

const names: Record<keyof Settings, string> = {
  store_name: 'name',
  time_zone: 'time zone',
  default_lock_seconds: 'how long a lock lasts',
  allow_registration: 'accounts of customers',
  allowed_origins: 'web addresses',
  retention: 'how long things are kept',
}
