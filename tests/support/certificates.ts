/** Certificates for the tests, made by openssl while they run. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export interface Authority {
  /** The file in PEM that a client trusts. */
  caFile: string
  /** Signs a certificate for this name, valid for so many days from now; below zero it has expired. */
  sign(name: string, days?: number): { certFile: string; keyFile: string }
}

/** Makes an authority whose files lie in `folder`, under `name`. */
export function makeAuthority(folder: string, name: string): Authority {
  const caFile = join(folder, `${name}.pem`)
  const caKey = join(folder, `${name}.key`)
  openssl(['req', '-x509', ...newKey, '-keyout', caKey, '-out', caFile, '-subj', `/CN=${name}`, '-days', '2'])
  let signed = 0
  return {
    caFile,
    sign(host, days = 2) {
      signed += 1
      const certFile = join(folder, `${name}-${signed}.crt`)
      const keyFile = join(folder, `${name}-${signed}.key`)
      const wish = join(folder, `${name}-${signed}.csr`)
      const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`]
      openssl(['req', ...newKey, ...names, '-keyout', keyFile, '-out', wish])
      const signature = ['-CA', caFile, '-CAkey', caKey, '-copy_extensions', 'copy', '-days', String(days)]
      openssl(['x509', '-req', ...signature, '-in', wish, '-out', certFile])
      return { certFile, keyFile }
    },
  }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

function openssl(args: string[]): void {
  execFileSync('openssl', args, { stdio: 'pipe' })
}
