import { formatNumber, formatTime } from '../ui/format.ts'
import { faultWords } from './file-faults.ts'
import { say, text, type Details, type ProblemTable } from './problem-parts.ts'

/** The problems of the API in Spanish. */
export const problemsEs: ProblemTable = {
  server_unreachable: say(
    'El servidor no responde',
    'Aquí no se pierde nada. Se vuelve a intentar; podrás seguir en cuanto responda.',
  ),
  validation_failed: say(
    'Algo del formulario aún no está bien',
    'Corrige los campos marcados y envíalo otra vez.',
  ),
  malformed_json: say(
    'El servidor no pudo leer la petición',
    'Vuelve a cargar la página e inténtalo otra vez.',
  ),
  idempotency_key_invalid: say(
    'El servidor no pudo leer la petición',
    'Vuelve a cargar la página e inténtalo otra vez.',
  ),
  wrong_password: say(
    'La contraseña actual no es correcta',
    'Escribe la contraseña con la que entras ahora.',
  ),
  unauthenticated: say('No has entrado', 'Entra para continuar.'),
  bad_credentials: say(
    'El correo electrónico o la contraseña no son correctos',
    'Revisa los dos e inténtalo otra vez. Las mayúsculas cuentan en la contraseña.',
  ),
  token_expired: say('Tu sesión ha terminado', 'Vuelve a entrar para continuar.'),
  forbidden: ({ reason }) =>
    reason === 'walk_in'
      ? {
          title: 'Walk-in representa a todos los que no tienen cuenta',
          next: 'Se queda como está y no recibe cuenta; solo pueden cambiar su nombre y su número en otro sitio.',
        }
      : { title: 'Tu función no permite esto', next: 'Pídeselo a un encargado o a un administrador.' },
  origin_refused: say(
    'Esta dirección no puede usar el servidor',
    'Abre la consola en la dirección que te dio la tienda.',
  ),
  not_found: say('Aquí no hay nada', 'Puede que se haya quitado. Vuelve atrás y mira otra vez.'),
  book_not_found: say(
    'No existe esa cuponera',
    'Puede que se haya quitado, o que el enlace esté mal. Mira en la lista de cuponeras.',
  ),
  coupon_not_found: say('No hay ningún cupón con este código', 'Revisa cada letra, o escanéalo otra vez.'),
  user_not_found: say('No existe ese cliente', 'Revisa cómo está escrito, o crea un cliente nuevo.'),
  pool_not_found: say('No existe ese grupo', 'Puede que se haya quitado. Mira en la lista de grupos.'),
  redemption_not_found: say('No existe ese canje', 'Búscalo en el historial del cupón.'),
  import_not_found: say('No existe esa importación', 'Mira en la lista de importaciones.'),
  distribution_not_found: say('No existe ese reparto', 'Mira en el historial del grupo.'),
  api_key_not_found: say('No existe esa clave de API', 'Puede que ya se haya quitado.'),
  book_exhausted: say(
    'No queda ningún cupón libre en esta cuponera',
    'Importa o genera más códigos, o elige otra cuponera.',
  ),
  not_enough_codes: (details) => ({
    title: `Faltan cupones libres${amounts(details)}`,
    next: 'Pide menos, o añade códigos a la cuponera.',
  }),
  assignment_limit_reached: say(
    'El cliente ya tiene todos los que permite esta cuponera',
    'Elige otra cuponera, o pide a un encargado que suba el límite.',
  ),
  coupon_already_assigned: say(
    'Este cupón ya tiene titular',
    'Búscalo para ver de quién es, o toma otro código.',
  ),
  coupon_not_assigned: say('Este cupón todavía no es de nadie', 'Asígnalo antes a un cliente.'),
  invalid_state: say('No es posible en el estado actual del cupón', 'Búscalo otra vez para ver cómo está.'),
  lock_required: say(
    'Antes hay que bloquear este cupón',
    'Bloquéalo y canjéalo mientras corre la cuenta atrás.',
  ),
  redemption_limit_reached: say('Este cupón está agotado', 'Su historial dice cuándo y dónde se usó.'),
  already_rolled_back: say('Este canje ya se deshizo', 'No queda nada por hacer.'),
  not_coupon_owner: say('El cupón es de otra persona', 'Búscalo para ver de quién es.'),
  email_taken: say('Este correo electrónico ya se usa', 'Usa otro, o busca la cuenta que lo tiene.'),
  name_taken: say('Este nombre ya se usa', 'Elige otro nombre.'),
  pool_empty: say('El grupo no tiene miembros', 'Añádele antes clientes.'),
  pool_inactive: say('El grupo está desactivado', 'Actívalo, o elige otro.'),
  last_admin: say('Es el último administrador', 'Nombra antes administrador a otra persona.'),
  cannot_change_self: say('No puedes hacerle esto a tu propia cuenta', 'Pídeselo a otro administrador.'),
  idempotency_in_progress: say(
    'El primer intento sigue en marcha',
    'Espera un momento y mira si ya está hecho.',
  ),
  already_set_up: say('La tienda ya está en marcha', 'Entra con tu cuenta.'),
  job_finished: say('Ya ha terminado', 'Su informe dice cómo.'),
  book_expired: say(
    'La cuponera ha terminado',
    'Sus cupones ya no se pueden usar, salvo que un encargado cambie su final.',
  ),
  book_inactive: say('La cuponera está desactivada', 'Sus cupones esperan hasta que un encargado la active.'),
  book_not_started: say(
    'La cuponera aún no ha empezado',
    'Sus cupones se pueden usar a partir de su primer día.',
  ),
  coupon_void: say('Este cupón está anulado', 'Se retiró para siempre. Su historial dice por qué.'),
  payload_too_large: say(
    'Es demasiado grande',
    `Envía como mucho una lista de ${formatNumber(10_000)} códigos, o un archivo de 200 MB.`,
  ),
  unsupported_media_type: say(
    'El servidor no lee este tipo de archivo',
    'Guárdalo como CSV e inténtalo otra vez.',
  ),
  host_refused: say(
    'El servidor no atiende en esta dirección',
    'Abre la consola en la dirección que te dio la tienda.',
  ),
  idempotency_key_reused: say(
    'Esto ya se envió con otro contenido',
    'Vuelve a cargar la página e inténtalo otra vez.',
  ),
  unreadable_csv: (details) => ({
    title: 'El archivo no se puede leer tal como está',
    next: faultWords(details) ?? 'Comprueba que sea un CSV con un código en cada línea.',
  }),
  code_space_too_small: (details) => ({
    title: `El patrón da muy pocos códigos distintos${codesNeeded(details)}`,
    next: `Alarga la parte aleatoria${lengthNeeded(details)}, o pide menos códigos.`,
  }),
  coupon_locked: (details) => ({
    title: `Bloqueado por ${text(details['locked_by_name'], 'otra persona')}${atTill(details)}`,
    next: `${untilWhen(details)} Puede soltarlo quien lo tiene, o un encargado.`,
  }),
  too_many_requests: say('Demasiados intentos', 'Espera un minuto e inténtalo otra vez.'),
  internal_error: say(
    'Algo falló en el servidor',
    'No ha cambiado nada. Inténtalo otra vez; si sigue igual, avisa al administrador.',
  ),
  database_unavailable: say(
    'La base de datos no responde',
    'No ha cambiado nada. Se vuelve a intentar; podrás seguir en cuanto responda.',
  ),
  busy: ({ kind }) => ({
    title: atWork(kind),
    next: 'No ha cambiado nada. Inténtalo otra vez dentro de un momento.',
  }),
}

function atWork(kind: unknown): string {
  if (kind === 'void') return 'Los códigos libres de esta cuponera se están anulando'
  if (kind === 'distribute') return 'Esta cuponera se está repartiendo a un grupo'
  return 'El servidor está muy ocupado ahora mismo'
}

function atTill(details: Details): string {
  const till = text(details['till'], '')
  return till === '' ? '' : ` en ${till}`
}

function untilWhen(details: Details): string {
  const until = text(details['locked_until'], '')
  return Number.isNaN(Date.parse(until))
    ? 'El bloqueo termina solo.'
    : `El bloqueo termina solo a las ${formatTime(until, 'clock')}.`
}

function amounts({ needed, available }: Details): string {
  if (typeof needed !== 'number' || typeof available !== 'number') return ''
  return `: hacen falta ${formatNumber(needed)} y hay ${formatNumber(available)}`
}

function codesNeeded({ needed }: Details): string {
  return typeof needed === 'number' ? `: hacen falta ${formatNumber(needed)} para que nadie adivine uno` : ''
}

function lengthNeeded({ smallest_length: length }: Details): string {
  return typeof length === 'number' ? ` a ${formatNumber(length)} caracteres` : ''
}
