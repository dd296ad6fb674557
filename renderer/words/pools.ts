import { formatNumber } from '../ui/format.ts'
import { inLanguage, type Translated } from '../ui/language.ts'

const members = (count: number): string => (count === 1 ? '1 member' : `${formatNumber(count)} members`)
const addresses = (count: number): string => (count === 1 ? '1 address' : `${formatNumber(count)} addresses`)
const membersEs = (count: number): string => (count === 1 ? '1 miembro' : `${formatNumber(count)} miembros`)
const addressesEs = (count: number): string =>
  count === 1 ? '1 dirección' : `${formatNumber(count)} direcciones`

const poolEn = {
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
  importMembers: 'Import members',
  more: 'More to do with this pool',
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

const memberEn = {
  list: 'Members',
  search: 'Search by name or e-mail',
  selectOne: (name: string) => `Select ${name}`,
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

const poolEs: Translated<typeof poolEn> = {
  title: 'Grupos',
  search: 'Buscar grupos por nombre',
  filter: 'Qué grupos',
  filters: { all: 'Todos', on: 'Activados', off: 'Desactivados' },
  list: 'Grupos',
  name: 'Nombre',
  state: 'Estado',
  members: 'Miembros',
  memberCount: membersEs,
  changed: 'Último cambio',
  newPool: 'Nuevo grupo',
  emptyTitle: 'Tu primer grupo',
  emptyNext:
    'Un grupo reúne clientes, por ejemplo «Habituales», a los que se reparten de una vez cupones de una cuponera. Ponle nombre y añade después sus miembros.',
  makeFirst: 'Crear el primer grupo',
  noneTitle: 'Ningún grupo coincide',
  noneNext: 'Busca una parte de su nombre, o mira todos los grupos.',
  showAll: 'Ver todos los grupos',

  newTitle: 'Un grupo nuevo',
  nameHint: 'Con el que tú y tu equipo lo encuentran, por ejemplo «Habituales».',
  nameNeeded: 'Ponle un nombre al grupo.',
  nameTaken: 'Otro grupo tiene este nombre. Elige otro.',
  description: 'Descripción',
  descriptionHint: 'Quién pertenece a él, y por qué.',
  create: 'Crear el grupo',
  edit: 'Editar',
  editTitle: 'Cambiar el grupo',
  save: 'Guardar los cambios',
  saved: 'Cambios guardados',

  back: 'Grupos',
  one: 'Grupo',
  addMembers: 'Añadir miembros',
  import: 'Importar',
  importMembers: 'Importar miembros',
  more: 'Más acciones con este grupo',
  tabs: 'Partes del grupo',
  tab: { members: 'Miembros', distributions: 'Repartos' },
  switchOff: 'Desactivar',
  switchOn: 'Activar',
  switchOffTitle: (name) => `¿Desactivar «${name}»?`,
  switchOffNext:
    'No se le pueden repartir cupones hasta que lo actives de nuevo. Sus miembros se quedan, con todo lo que recibieron.',
  switchOnTitle: (name) => `¿Activar «${name}»?`,
  switchOnNext: 'Se le pueden volver a repartir cupones.',
  switchedOff: 'El grupo está desactivado',
  switchedOn: 'El grupo está activado',
  delete: 'Eliminar',
  deleteTitle: (name) => `¿Eliminar «${name}»?`,
  deleteNext: (count) =>
    count === 0
      ? 'No tiene miembros. No se puede deshacer.'
      : count === 1
        ? 'Su único miembro sigue siendo cliente y conserva todos sus cupones; solo desaparece el grupo. No se puede deshacer.'
        : `Sus ${membersEs(count)} siguen siendo clientes y conservan todos sus cupones; solo desaparece el grupo. No se puede deshacer.`,
  deleteConfirm: 'Eliminar el grupo',
  deleted: (name) => `«${name}» se ha eliminado`,
}

const memberEs: Translated<typeof memberEn> = {
  list: 'Miembros',
  search: 'Buscar por nombre o correo',
  selectOne: (name) => `Seleccionar a ${name}`,
  name: 'Nombre',
  email: 'Correo electrónico',
  since: 'Añadido',
  remove: (count) => `Quitar ${membersEs(count)}`,
  removeSelected: (count) => `Quitar ${formatNumber(count)}`,
  removeColumn: 'Quitar',
  removeOne: (name) => `Quitar a ${name}`,
  removeTitle: (count, name) =>
    count === 1 ? `¿Quitar a ${name} del grupo?` : `¿Quitar ${membersEs(count)} del grupo?`,
  removeNext: 'Siguen siendo clientes y conservan los cupones que tienen.',
  removed: (count) => `${membersEs(count)} fuera del grupo`,
  emptyTitle: 'Aún no hay nadie en este grupo',
  emptyNext: 'Busca clientes por nombre, o pega una lista de direcciones de correo electrónico.',
  noneTitle: 'Ningún miembro coincide',
  noneNext: 'Busca el principio de un nombre o de un correo electrónico.',
  showAll: 'Ver todos los miembros',

  add: 'Añadir miembros',
  addTitle: (pool) => `Añadir miembros a «${pool}»`,
  ways: 'Cómo indicarlos',
  way: { search: 'Buscar', paste: 'Pegar direcciones' },
  chosen: (count) => (count === 1 ? '1 elegido' : `${formatNumber(count)} elegidos`),
  chosenList: 'Elegidos',
  drop: (name) => `Sacar a ${name} de la lista`,
  addChosen: (count) => (count === 0 ? 'Añadir miembros' : `Añadir ${membersEs(count)}`),
  paste: 'Direcciones de correo electrónico',
  pasteHint: 'Una en cada línea. Tienen que ser ya clientes de la tienda.',
  pasted: (count) => `${addressesEs(count)} ${count === 1 ? 'leída' : 'leídas'}`,
  addPasted: (count) => (count === 0 ? 'Añadir miembros' : `Añadir ${addressesEs(count)}`),
  tooMany: (most) =>
    `La lista es demasiado larga: pega como máximo ${formatNumber(most)} direcciones a la vez.`,
  unknownTitle: (count) =>
    count === 1 ? 'Una dirección no es de ningún cliente' : `${addressesEs(count)} no son de ningún cliente`,
  unknownNext: 'Aún no se ha añadido a nadie. Corrígelas en la lista, o añade las demás sin ellas.',
  unknownList: 'Desconocidas',
  nobodyLeft: 'Ninguna de las direcciones es de un cliente. Crea primero los clientes y añádelos después.',
  addOthers: (count) => (count === 1 ? 'Añadir la otra' : `Añadir las otras ${formatNumber(count)}`),
  added: (count) =>
    count === 0 ? 'Ya eran miembros' : `${membersEs(count)} ${count === 1 ? 'añadido' : 'añadidos'}`,
  skipped: (count) => `${addressesEs(count)} sin añadir`,
}

/** The words of the list of pools and of one pool. */
export const poolWords = inLanguage(poolEn, poolEs)

/** The words of a pool's members. */
export const memberWords = inLanguage(memberEn, memberEs)
