import { englishSentences, say, type Sentence, type Sentences } from '../../server/contracts/sentences.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const es: Translated<Sentences> = {
  login_refused: ({ at, user }) =>
    `El servidor en ${at} rechaza este usuario y esta contraseña. Comprueba el usuario «${user}» y vuelve a escribir la contraseña.`,
  login_not_allowed: ({ at, user }) =>
    `El servidor en ${at} no deja entrar a «${user}». Comprueba el usuario, o pregunta a quien lleva el servidor.`,
  password_asked: ({ at, user }) => `El servidor en ${at} pide la contraseña de «${user}». Escríbela.`,
  password_of_another: 'Escribe la contraseña: la guardada es de otro servidor o de otro usuario.',
  password_unsealable:
    'La contraseña guardada del servidor de datos no se puede descifrar. Vuelve a escribirla.',
  password_unsendable: 'La contraseña tiene un carácter que ningún servidor Postgres admite.',
  not_from_here: ({ at, user, database }) =>
    `El servidor en ${at} no deja a «${user}» llegar así a la base de datos «${database}» desde este ordenador. Prueba los otros ajustes de TLS, o pide a quien lleva el servidor una entrada en su pg_hba.conf.`,
  no_database: ({ at, database }) =>
    `En el servidor en ${at} no existe la base de datos «${database}». Comprueba el nombre, o pide que creen una vacía con ese nombre.`,
  database_unnameable: ({ database }) => `Con el nombre «${database}» no se llega a ninguna base de datos.`,
  too_few_rights: ({ user, database }) =>
    `A «${user}» le faltan permisos en la base de datos «${database}». Haz que sea su dueño, o usa la cuenta que lo es.`,
  may_not_create:
    'La cuenta de la base de datos no puede crear tablas. Tiene que ser dueña de la base de datos o de su esquema.',
  may_not_write:
    'La cuenta de la base de datos no puede escribir en las tablas de Cuponera. Usa la cuenta a la que pertenecen, o pide que le den permiso.',
  reads_only: ({ at }) =>
    `El servidor en ${at} solo lee: es una copia que sigue a otro servidor, o está ajustado así. Indica el servidor que también escribe.`,
  no_connection_left: ({ at }) =>
    `Al servidor en ${at} no le quedan conexiones. Cierra programas que lo usen, o pide que suban su max_connections, e inténtalo otra vez.`,
  between_states: ({ at }) =>
    `El servidor en ${at} está arrancando o parándose ahora mismo. Inténtalo otra vez dentro de un momento.`,
  nobody_answers: ({ at }) =>
    `Ningún programa responde en ${at}. Comprueba el servidor y el puerto, y que allí funcione Postgres y acepte conexiones de otros ordenadores.`,
  host_unknown: ({ host }) =>
    `No se conoce ningún ordenador con el nombre «${host}». Comprueba cómo está escrito, o escribe su dirección en números.`,
  host_not_looked_up: ({ host }) =>
    `No se ha podido buscar el nombre «${host}». Comprueba la red de este ordenador y después cómo está escrito el nombre.`,
  silent: ({ at }) =>
    `${at} no responde. Comprueba el servidor y el puerto, que el ordenador esté encendido y que no haya un cortafuegos en medio.`,
  no_way_there: ({ at }) =>
    `No hay camino de este ordenador a ${at}. Comprueba su red y su cortafuegos, y después el servidor y el puerto.`,
  hung_up: ({ at }) =>
    `${at} cortó la conexión sin decir por qué. Comprueba que en este puerto responda un servidor Postgres y que nada corte la línea en medio.`,
  not_postgres: ({ at }) =>
    `El programa que responde en ${at} no es Postgres. Comprueba el servidor y el puerto: Postgres suele responder en el 5432.`,
  too_old:
    'El servidor Postgres es anterior a la versión 14, la más antigua que sirve. Pide que lo actualicen, o usa otro servidor.',
  unknown_signer: ({ at }) =>
    `El certificado del servidor en ${at} no lo firma nadie en quien confíe este ordenador. Elige el archivo con el certificado de la autoridad (CA) que lo firmó.`,
  certificate_of_another: ({ at, host }) =>
    `El certificado del servidor en ${at} está a nombre de otro, no de «${host}». Escribe el servidor con el nombre que tiene en el certificado; está en los detalles.`,
  certificate_not_valid_today: ({ at }) =>
    `El certificado del servidor en ${at} no es válido hoy. Comprueba la fecha de este ordenador; si es correcta, el servidor necesita un certificado nuevo.`,
  no_secure_line: ({ at }) =>
    `No se ha podido acordar una conexión cifrada con ${at}. Los detalles dicen por qué; quien lleva el servidor puede comprobar sus ajustes de TLS.`,
  no_tls_offered: ({ at }) =>
    `El servidor en ${at} no ofrece TLS. Pide que lo activen allí; o elige «Sin cifrar», si te fías de toda la red que hay en medio.`,
  ca_file_unusable: ({ file }) =>
    `El archivo de certificados «${file}» no sirve. Elige un archivo PEM que este ordenador pueda leer y que tenga el certificado de la autoridad (CA).`,
  certificates_unusable:
    'Un certificado que se nombra en la dirección de la base de datos no sirve. Los detalles dicen por qué; tiene que ser un archivo PEM que este ordenador pueda leer.',
  connection_failed: ({ at }) =>
    `No se ha podido usar la base de datos en ${at}. Los detalles dicen por qué; quien lleva el servidor puede decir más.`,
  newer_schema: ({ migration }) =>
    `La base de datos la usó un Cuponera más nuevo (tiene «${migration}»). Instala esa versión u otra más nueva; esta no la tocará.`,
  tables_locked:
    'Otro programa tiene bloqueadas las tablas de la base de datos. Ciérralo y arranca otra vez.',

  no_account:
    'La base de datos no puede funcionar como root, y este sistema no tiene otra cuenta para ella. Abre Cuponera con un usuario corriente.',
  folder_closed: ({ account, closed, folder }) =>
    `La base de datos funciona como ${account}, que no puede entrar en ${closed}, de camino a la carpeta de datos ${folder}. Elige otra carpeta de datos, por ejemplo /var/lib/cuponera, o deja que otros entren en esa (chmod o+x ${closed}).`,
  folder_not_writable: ({ folder }) =>
    `Cuponera no puede escribir en ${folder}. Da permiso a su cuenta, o elige otra carpeta de datos.`,
  folder_is_file: ({ folder }) =>
    `No se puede crear la carpeta de datos ${folder}, porque allí o de camino hay un archivo. Elige otra carpeta de datos.`,
  disk_full: ({ folder }) =>
    `El disco donde está ${folder} está lleno. Libera espacio y arranca otra vez; no se ha perdido nada de lo guardado.`,
  binaries_missing: ({ platform }) =>
    `Falta el programa de la base de datos para ${platform}, o sus bibliotecas no están enlazadas. Instala Cuponera otra vez (desde el código fuente: npm ci, con los scripts de instalación permitidos), o pon en DATABASE_URL un Postgres tuyo.`,
  in_use: ({ folder }) =>
    `Otro Cuponera está usando la carpeta de datos ${folder}. Ciérralo primero, o abre este con otra carpeta de datos.`,
  in_use_by: ({ pid, folder }) =>
    `Otro Cuponera (proceso ${String(pid)}) está usando la carpeta de datos ${folder}. Ciérralo primero, o abre este con otra carpeta de datos.`,
  newer_postgres: ({ folder, found, ours }) =>
    `La base de datos en ${folder} se hizo con Postgres ${String(found)}, y este Cuponera tiene Postgres ${String(ours)}. No ha cambiado nada. Instala el Cuponera más nuevo, o elige otra carpeta de datos.`,
  older_postgres: ({ folder, found, ours }) =>
    `La base de datos en ${folder} se hizo con Postgres ${String(found)}, y este Cuponera tiene Postgres ${String(ours)}. No ha cambiado nada. Haz una copia de seguridad con el Cuponera que la hizo, y restáurala con este en una carpeta de datos vacía.`,
  damaged: ({ folder }) =>
    `La base de datos en ${folder} está dañada. No ha cambiado ninguno de sus datos: copia la carpeta a otro sitio y restaura después tu última copia en una vacía.`,
  postgres_not_started: ({ folder }) =>
    `Postgres no ha arrancado en ${folder}. Reinicia Cuponera; si vuelve a pasar, mira los detalles y postgres.log en esa carpeta.`,
  database_not_started: ({ folder }) =>
    `La base de datos en ${folder} no ha podido arrancar. Reinicia Cuponera; si vuelve a pasar, mira los detalles y postgres.log en esa carpeta.`,

  setting_unusable: ({ setting }) =>
    `${setting} no se puede usar tal como está puesta. Cámbiala y abre Cuponera otra vez.`,
  not_own_address: ({ host }) =>
    `CUPONERA_HOST ${host} no es una dirección de este ordenador. Cámbiala y abre Cuponera otra vez.`,
  port_taken: () =>
    'En esta dirección responde otro programa, quizá otro Cuponera. Ciérralo e inténtalo otra vez, o elige otro puerto en los ajustes.',
  port_reserved: () =>
    'El sistema guarda este puerto para sí o para sus administradores. Elige otro puerto en los ajustes, a partir del 1024.',
  other_port_taken: ({ port }) => `Otro programa ya usa el puerto ${String(port)}. Elige otro.`,
  secret_unreadable:
    'La contraseña guardada del servidor de datos no se puede descifrar. Pasa al cambiar de ordenador o de cuenta. Abre los ajustes y escríbela otra vez.',
  settings_unreadable:
    'Ahora nadie sabe dónde están los datos de esta tienda. Elígelo en los ajustes; el archivo que no se puede leer se guarda junto al nuevo.',
  start_failed: 'Inténtalo otra vez; si vuelve a pasar, los detalles y los registros dicen más.',
  place_first: 'Elige primero dónde están los datos.',
  place_fixed: 'DATABASE_URL decide dónde están los datos.',
  port_fixed: 'CUPONERA_PORT decide el puerto.',
  import_running: 'Hay una importación en marcha. Cambia esto cuando haya terminado.',

  restored: ({ copy }) => `Los datos de ${copy} están en su sitio.`,
  former_kept: ({ aside }) => `Lo que había antes se guarda en ${aside}.`,
  copied_at_work:
    'La copia se hizo con Cuponera abierto o después de una caída: mira si sus últimas horas están completas.',
  copy_is_present: ({ copy }) => `${copy} es la carpeta de datos actual, no una copia.`,
  no_copy: ({ copy }) =>
    `${copy} no es copia de una carpeta de datos: esa es una carpeta con «postgres», y dentro PG_VERSION.`,
  copy_of_other_postgres: ({ copy, found, ours }) =>
    `La copia en ${copy} se hizo con Postgres ${String(found)}, y este Cuponera tiene Postgres ${String(ours)}. Restáurala con el Cuponera que la hizo.`,
  copy_cut: ({ copy }) =>
    `La copia en ${copy} no está completa: su archivo postgres/global/pg_control falta o está cortado.`,
  copy_not_opened: ({ said }) =>
    `Postgres no puede abrir la copia: está dañada, incompleta o no tiene ninguna tienda de Cuponera (${said}).`,
  copy_not_opened_silently:
    'Postgres no puede abrir la copia: está dañada, incompleta o no tiene ninguna tienda de Cuponera (terminó sin decir nada).',
  copy_not_written: ({ said }) => `La copia no se ha podido escribir en el disco: ${said}`,
  no_room: ({ folder }) => `En el disco donde está ${folder} no cabe la copia junto a los datos actuales.`,
  copy_not_placed: ({ said }) => `La copia no se ha podido poner en su sitio: ${said}.`,
  nothing_changed: 'No ha cambiado nada.',
}

/** Every sentence of the program in the console's language. */
export const sentences = inLanguage(englishSentences, es)

/** What the program says, in the console's language. */
export function inWords(sentence: Sentence): string {
  return say(sentences, sentence)
}
