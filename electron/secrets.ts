/** Main process: a secret is kept encrypted by the system's key ring, or not at all. */
import { safeStorage } from 'electron'

/** What Chromium writes before a text that it encrypted with a key that every computer has. */
const NO_SECRET = Buffer.from('v10')

/**
 * Whether the system encrypts with a key of this person's own. Linux may have no key ring; Chromium then encrypts all the same, with a
 * key that everybody knows.
 */
export async function keepsSecrets(): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false
  if (process.platform !== 'linux') return true
  if (safeStorage.getSelectedStorageBackend() === 'basic_text') return false
  const trial = await safeStorage.encryptStringAsync('trial')
  return !trial.subarray(0, NO_SECRET.length).equals(NO_SECRET)
}

/** Encrypts a secret, as base64. */
export async function seal(secret: string): Promise<string> {
  const sealed = await safeStorage.encryptStringAsync(secret)
  return sealed.toString('base64')
}

/** The opposite of {@link seal}; throws when the system's key is another one, or locked. */
export async function unseal(sealed: string): Promise<string> {
  const { result } = await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))
  return result
}
