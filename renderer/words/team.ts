import { inLanguage, type Translated } from '../ui/language.ts'

const en = {
  search: 'Search by name or e-mail',
  standing: 'Account',
  standings: { active: 'Active', inactive: 'Deactivated', all: 'Active or not' },
  newMember: 'New account',
  groups: { admin: 'Administrators', manager: 'Managers', staff: 'Staff' },
  none: {
    admin: 'No administrator fits.',
    manager: 'No manager yet. Managers run books, imports and reports.',
    staff: 'No staff yet. Make an account for everybody who stands at a till.',
  },
  noneFits: 'Nobody of them fits the search.',
  name: 'Name',
  email: 'E-mail',
  state: 'State',
  since: 'Since',
  actions: 'Actions',
  actionsOf: (name: string) => `Actions for ${name}`,
  edit: 'Change',
  history: 'Coupons and history',

  newTitle: 'A new account',

  rights: 'Who may do what',
  rightsLead: 'Held against the program’s own rules. Nobody can change them.',
  right: 'May',
  own: 'their own',
  may: 'Yes',
  mayNot: 'No',
} as const

const es: Translated<typeof en> = {
  search: 'Buscar por nombre o correo',
  standing: 'Cuenta',
  standings: { active: 'Activas', inactive: 'Desactivadas', all: 'Activas o no' },
  newMember: 'Nueva cuenta',
  groups: { admin: 'Administradores', manager: 'Encargados', staff: 'Personal' },
  none: {
    admin: 'Ningún administrador coincide.',
    manager: 'Aún no hay encargados. Llevan las cuponeras, las importaciones y los informes.',
    staff: 'Aún no hay personal. Crea una cuenta para cada persona que atiende una caja.',
  },
  noneFits: 'Nadie de aquí coincide con la búsqueda.',
  name: 'Nombre',
  email: 'Correo electrónico',
  state: 'Estado',
  since: 'Desde',
  actions: 'Acciones',
  actionsOf: (name) => `Acciones para ${name}`,
  edit: 'Cambiar',
  history: 'Cupones e historial',

  newTitle: 'Una cuenta nueva',

  rights: 'Quién puede hacer qué',
  rightsLead: 'Según las propias reglas del programa. Nadie puede cambiarlas.',
  right: 'Puede',
  own: 'lo suyo',
  may: 'Sí',
  mayNot: 'No',
}

/** The words of the people who work here. */
export const teamWords = inLanguage(en, es)
