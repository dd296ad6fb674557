/**
 * What the program says of a start that failed, a connection, a setting or a copy put back: each sentence by its name, with the facts in
 * it. The terminal and the log have it in English, the console in the reader's language (renderer/words/sentences.ts).
 */

/** A server that a person entered; `at` is `host:port` or the path of a socket. */
interface Server {
  at: string
}

interface Folder {
  folder: string
}

/** Postgres's major versions. */
interface Versions extends Folder {
  found: number
  ours: number
}

const connection = {
  login_refused: ({ at, user }: Server & { user: string }) =>
    `The server at ${at} refuses this user name and password. Check the user “${user}” and enter the password again.`,
  login_not_allowed: ({ at, user }: Server & { user: string }) =>
    `The server at ${at} does not let “${user}” log in. Check the user name, or ask whoever runs the server.`,
  password_asked: ({ at, user }: Server & { user: string }) =>
    `The server at ${at} asks for the password of “${user}”. Enter it.`,
  password_of_another: 'Type the password: the one that is kept belongs to another server or user.',
  password_unsealable: 'The password kept for the database server cannot be decrypted. Type it again.',
  password_unsendable: 'The password holds a character that no Postgres server takes.',
  not_from_here: ({ at, user, database }: Server & { user: string; database: string }) =>
    `The server at ${at} does not let “${user}” reach the database “${database}” from this computer in this way. Try the other TLS settings, or ask whoever runs the server for an entry in its pg_hba.conf.`,
  no_database: ({ at, database }: Server & { database: string }) =>
    `The server at ${at} has no database “${database}”. Check the name, or have an empty database of that name made.`,
  database_unnameable: ({ database }: { database: string }) =>
    `No database can be reached by the name “${database}”.`,
  too_few_rights: ({ user, database }: { user: string; database: string }) =>
    `“${user}” has too few rights on the database “${database}”. Make it the owner of that database, or use the account that is.`,
  may_not_create: 'The database role may not create tables. It must own the database, or its schema.',
  may_not_write:
    'The database role may not write to Cuponera’s tables. Use the role that owns them, or have it granted their use.',
  reads_only: ({ at }: Server) =>
    `The server at ${at} only reads: it is a copy that follows another server, or is set so. Enter the server that also writes.`,
  no_connection_left: ({ at }: Server) =>
    `The server at ${at} has no connection left. Close programs that use it, or have its max_connections raised, then try again.`,
  between_states: ({ at }: Server) =>
    `The server at ${at} is just starting or stopping. Try again in a moment.`,
  nobody_answers: ({ at }: Server) =>
    `No program answers at ${at}. Check host and port, and that Postgres runs there and takes connections from other computers.`,
  host_unknown: ({ host }: { host: string }) =>
    `No computer is known by the name “${host}”. Check the spelling of the host, or enter its address in numbers.`,
  host_not_looked_up: ({ host }: { host: string }) =>
    `The name “${host}” could not be looked up. Check this computer’s network, then the spelling of the host.`,
  silent: ({ at }: Server) =>
    `${at} does not answer. Check host and port, that the computer is on, and that no firewall stands between.`,
  no_way_there: ({ at }: Server) =>
    `No way leads from this computer to ${at}. Check its network and its firewall, then host and port.`,
  hung_up: ({ at }: Server) =>
    `${at} ended the connection without saying why. Check that a Postgres server answers at this port, and that nothing between cuts the line.`,
  not_postgres: ({ at }: Server) =>
    `The program that answers at ${at} is not Postgres. Check host and port: Postgres usually answers at 5432.`,
  too_old:
    'The Postgres server is older than version 14, the oldest that works. Have it updated, or use another server.',
  unknown_signer: ({ at }: Server) =>
    `The certificate of the server at ${at} is signed by nobody this computer trusts. Choose the file with the certificate of the authority (CA) that signed it.`,
  certificate_of_another: ({ at, host }: Server & { host: string }) =>
    `The certificate of the server at ${at} is made out to another name than “${host}”. Enter the host by the name in the certificate; the details say it.`,
  certificate_not_valid_today: ({ at }: Server) =>
    `The certificate of the server at ${at} is not valid today. Check this computer’s date; if it is right, the server needs a new certificate.`,
  no_secure_line: ({ at }: Server) =>
    `No encrypted connection to ${at} could be agreed on. The details say why; whoever runs the server can check its TLS settings.`,
  no_tls_offered: ({ at }: Server) =>
    `The server at ${at} does not offer TLS. Have it switched on there; or choose TLS off, if you trust the whole network between.`,
  ca_file_unusable: ({ file }: { file: string }) =>
    `The certificate file “${file}” cannot be used. Choose a file in PEM that this computer can read and that holds the certificate of the authority (CA).`,
  certificates_unusable:
    'A certificate that the address of the database names cannot be used. The details say why; it must be a file in PEM that this computer can read.',
  connection_failed: ({ at }: Server) =>
    `The database at ${at} could not be used. The details say why; whoever runs the server can tell more.`,
  newer_schema: ({ migration }: { migration: string }) =>
    `The database was used by a newer Cuponera (it has “${migration}”). Install that version or a newer one; this one will not touch it.`,
  tables_locked: 'Another program keeps the database’s tables locked. Stop it, then start again.',
}

const ownData = {
  no_account:
    'The database may not run as root, and this system has no other account for it. Start Cuponera as an ordinary user.',
  folder_closed: ({ account, closed, folder }: Folder & { account: string; closed: string }) =>
    `The database runs as ${account}, which may not enter ${closed} on the way to the data folder ${folder}. Choose a data folder elsewhere, for example /var/lib/cuponera, or let others enter that folder (chmod o+x ${closed}).`,
  folder_not_writable: ({ folder }: Folder) =>
    `Cuponera may not write in ${folder}. Give its account the right to, or choose another data folder.`,
  folder_is_file: ({ folder }: Folder) =>
    `The data folder ${folder} cannot be made, because a file stands there or on the way. Choose another data folder.`,
  disk_full: ({ folder }: Folder) =>
    `The disk that holds ${folder} is full. Free some space and start again; nothing saved was lost.`,
  binaries_missing: ({ platform }: { platform: string }) =>
    `The database program for ${platform} is missing or its libraries are not linked. Install Cuponera again (from its sources: npm ci, with install scripts allowed), or set DATABASE_URL to a Postgres of your own.`,
  in_use: ({ folder }: Folder) =>
    `Another Cuponera is using the data folder ${folder}. Close it first, or start this one with another data folder.`,
  in_use_by: ({ pid, folder }: Folder & { pid: number }) =>
    `Another Cuponera (process ${pid}) is using the data folder ${folder}. Close it first, or start this one with another data folder.`,
  newer_postgres: ({ folder, found, ours }: Versions) =>
    `The database in ${folder} was made by Postgres ${found}, and this Cuponera has Postgres ${ours}. Nothing was changed. Install the newest Cuponera, or choose another data folder.`,
  older_postgres: ({ folder, found, ours }: Versions) =>
    `The database in ${folder} was made by Postgres ${found}, and this Cuponera has Postgres ${ours}. Nothing was changed. Make a backup with the Cuponera that made it, then restore that with this one into an empty data folder.`,
  damaged: ({ folder }: Folder) =>
    `The database in ${folder} is damaged. None of its data was changed: copy the folder away, then restore your last backup into an empty one.`,
  postgres_not_started: ({ folder }: Folder) =>
    `Postgres did not start in ${folder}. Restart Cuponera; if it happens again, look at the details and at postgres.log in that folder.`,
  database_not_started: ({ folder }: Folder) =>
    `The database in ${folder} could not be started. Restart Cuponera; if it happens again, look at the details and at postgres.log in that folder.`,
}

const thisComputer = {
  setting_unusable: ({ setting }: { setting: string }) =>
    `${setting} cannot be used as it is set. Change it, then start Cuponera again.`,
  not_own_address: ({ host }: { host: string }) =>
    `CUPONERA_HOST ${host} is no address of this computer. Change it, then start Cuponera again.`,
  // The port stands in the title.
  port_taken: (_: { port: number }) =>
    'Another program answers at this address, perhaps another Cuponera. Close it and try again, or choose another port in the settings.',
  port_reserved: (_: { port: number }) =>
    'The system keeps this port for itself or for its administrators. Choose another port in the settings, from 1024 up.',
  other_port_taken: ({ port }: { port: number }) =>
    `Port ${port} is taken by another program. Choose another.`,
  secret_unreadable:
    'The password kept for the database server cannot be decrypted. This happens after a move to another computer or account. Open the settings and enter it again.',
  settings_unreadable:
    'Nobody knows now where this store’s data is. Choose it in the settings; the file that cannot be read is kept beside the new one.',
  start_failed: 'Try again; if it happens again, the details and the logs say more.',
  place_first: 'Choose first where the data is.',
  place_fixed: 'DATABASE_URL decides where the data is.',
  port_fixed: 'CUPONERA_PORT decides the port.',
  import_running: 'An import is running. Change this when it has ended.',
}

const restoring = {
  restored: ({ copy }: { copy: string }) => `The data of ${copy} is in place.`,
  former_kept: ({ aside }: { aside: string }) => `What was there before is kept in ${aside}.`,
  copied_at_work:
    'The copy was made while Cuponera was running or after a crash: look whether its last hours are whole.',
  copy_is_present: ({ copy }: { copy: string }) => `${copy} is the present data folder, not a copy of it.`,
  no_copy: ({ copy }: { copy: string }) =>
    `${copy} is no copy of a data folder: that is a folder with “postgres” and in it PG_VERSION.`,
  copy_of_other_postgres: ({ copy, found, ours }: { copy: string; found: number; ours: number }) =>
    `The copy in ${copy} was made by Postgres ${found}, and this Cuponera has Postgres ${ours}. Restore it with the Cuponera that made it.`,
  copy_cut: ({ copy }: { copy: string }) =>
    `The copy in ${copy} is not whole: its file postgres/global/pg_control is missing or cut.`,
  copy_not_opened: ({ said }: { said: string }) =>
    `Postgres cannot open the copy: it is damaged, not whole, or holds no store of Cuponera (${said}).`,
  copy_not_opened_silently:
    'Postgres cannot open the copy: it is damaged, not whole, or holds no store of Cuponera (it ended without a word).',
  copy_not_written: ({ said }: { said: string }) => `The copy could not be written to the disk: ${said}`,
  no_room: ({ folder }: Folder) =>
    `The disk that holds ${folder} has no room for the copy beside the present data.`,
  copy_not_placed: ({ said }: { said: string }) => `The copy could not be put in place: ${said}.`,
  nothing_changed: 'Nothing was changed.',
}

/** Every sentence in English, as the terminal and the log have it. */
export const englishSentences = { ...connection, ...ownData, ...thisComputer, ...restoring }

/** Every sentence in a language: a text, or what makes one of the facts. */
export type Sentences = typeof englishSentences

/** One sentence with its facts; plain data, which crosses the bridge to the console. */
export type Sentence = {
  [Name in keyof Sentences]: Sentences[Name] extends (facts: infer Facts) => string
    ? { says: Name } & Facts
    : { says: Name }
}[keyof Sentences]

/** Says a sentence in the language of `sentences`. */
export function say(sentences: Sentences, sentence: Sentence): string {
  const words = sentences[sentence.says] as string | ((facts: Sentence) => string)
  return typeof words === 'string' ? words : words(sentence)
}

/** The sentence as an error's message has it. */
export function inEnglish(sentence: Sentence): string {
  return say(englishSentences, sentence)
}
