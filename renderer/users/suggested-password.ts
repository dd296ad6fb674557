/** Letters and digits that nobody takes for one another when they are read out or typed from paper. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const groups = 4
const lettersOfGroup = 4

/** A password to hand over: `k7mp-…`, four groups of four, 79 bits of the browser's cryptographic source. */
export function suggestedPassword(): string {
  return Array.from({ length: groups }, () => Array.from({ length: lettersOfGroup }, letter).join('')).join(
    '-',
  )
}

function letter(): string {
  // Bytes past the last whole round of the alphabet would make its first letters likelier.
  const most = 256 - (256 % alphabet.length)
  for (;;) {
    const [byte = most] = crypto.getRandomValues(new Uint8Array(1))
    if (byte < most) return alphabet.charAt(byte % alphabet.length)
  }
}
