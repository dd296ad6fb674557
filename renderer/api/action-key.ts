/**
 * The idempotency key of one action of a person, made when the action begins and kept through all its retries:
 * however often the reply is lost, the server does it once.
 */
export function newActionKey(): string {
  // randomUUID is missing where a page came over plain HTTP from another machine.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
