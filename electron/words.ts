/** Main process: every word of the menu, of the system's dialogs and of the files that they choose. Asked for anew each time: the language may change. */
import { inLanguage } from './language.ts'

export const menuWords = () =>
  inLanguage(
    {
      file: '&File',
      edit: '&Edit',
      view: '&View',
      window: '&Window',
      help: '&Help',
      about: 'About Cuponera',
      logs: 'Open the Logs',
      noLogs: 'The logs cannot be opened',
      ok: 'OK',
      services: 'Services',
      hide: 'Hide Cuponera',
      hideOthers: 'Hide Others',
      unhide: 'Show All',
      quit: 'Quit',
      undo: 'Undo',
      redo: 'Redo',
      cut: 'Cut',
      copy: 'Copy',
      paste: 'Paste',
      selectAll: 'Select All',
      reload: 'Reload',
      actualSize: 'Actual Size',
      zoomIn: 'Zoom In',
      zoomOut: 'Zoom Out',
      fullScreen: 'Full Screen',
      minimize: 'Minimize',
      zoom: 'Zoom',
      front: 'Bring All to Front',
    },
    {
      file: '&Archivo',
      edit: '&Edición',
      view: '&Ver',
      window: 'Ve&ntana',
      help: 'A&yuda',
      about: 'Acerca de Cuponera',
      logs: 'Abrir los registros',
      noLogs: 'No se pueden abrir los registros',
      ok: 'Aceptar',
      services: 'Servicios',
      hide: 'Ocultar Cuponera',
      hideOthers: 'Ocultar otros',
      unhide: 'Mostrar todo',
      quit: 'Salir',
      undo: 'Deshacer',
      redo: 'Rehacer',
      cut: 'Cortar',
      copy: 'Copiar',
      paste: 'Pegar',
      selectAll: 'Seleccionar todo',
      reload: 'Volver a cargar',
      actualSize: 'Tamaño real',
      zoomIn: 'Acercar',
      zoomOut: 'Alejar',
      fullScreen: 'Pantalla completa',
      minimize: 'Minimizar',
      zoom: 'Zoom',
      front: 'Traer todo al frente',
    },
  )

export const endWords = () =>
  inLanguage(
    {
      message: 'An import is running. Close and lose it?',
      detail: 'Nothing of it is kept. It can be imported again later.',
      keep: 'Keep it running',
      close: 'Close',
    },
    {
      message: 'Hay una importación en marcha. ¿Cerrar y perderla?',
      detail: 'No se guarda nada de ella. Se puede volver a importar después.',
      keep: 'Dejar que siga',
      close: 'Cerrar',
    },
  )

export const crashWords = () =>
  inLanguage(
    {
      message: 'The window has stopped several times.',
      detail: 'Nothing that was saved is lost. Load it again, or close Cuponera and start it anew.',
      again: 'Load again',
      close: 'Close',
    },
    {
      message: 'La ventana se ha detenido varias veces.',
      detail: 'No se ha perdido nada de lo guardado. Vuelve a cargarla, o cierra Cuponera y ábrelo de nuevo.',
      again: 'Volver a cargar',
      close: 'Cerrar',
    },
  )

export const fileWords = () =>
  inLanguage(
    {
      chooseCsv: 'Choose a file with codes',
      tables: 'Tables and text',
      chooseCa: 'Choose the certificates to trust',
      certificates: 'Certificates',
      chooseCopy: 'Choose the folder with the copy',
      restore: 'Restore this copy',
      everything: 'All files',
      notOpened: (name: string, reason: string) => `“${name}” cannot be opened: ${reason}.`,
      noFile: (name: string) => `“${name}” is not a file.`,
      tooLarge: (name: string, megabytes: number) =>
        `“${name}” is larger than ${megabytes} MB. Split it and import the parts.`,
      notSaved: (name: string, reason: string) => `“${name}” could not be saved: ${reason}.`,
      noFolder: (folder: string, reason: string) => `The folder ${folder} cannot be opened: ${reason}`,
      reasons: {
        forbidden: 'this account may not',
        readOnly: 'nothing can be written there',
        gone: 'no such file or folder is there any more',
        full: 'the disk is full',
        folder: 'it is a folder',
        busy: 'another program has it open',
      },
    },
    {
      chooseCsv: 'Elige un archivo con códigos',
      tables: 'Tablas y texto',
      chooseCa: 'Elige los certificados de confianza',
      certificates: 'Certificados',
      chooseCopy: 'Elige la carpeta de la copia',
      restore: 'Restaurar esta copia',
      everything: 'Todos los archivos',
      notOpened: (name, reason) => `«${name}» no se puede abrir: ${reason}.`,
      noFile: (name) => `«${name}» no es un archivo.`,
      tooLarge: (name, megabytes) => `«${name}» ocupa más de ${megabytes} MB. Divídelo e importa las partes.`,
      notSaved: (name, reason) => `«${name}» no se ha podido guardar: ${reason}.`,
      noFolder: (folder, reason) => `La carpeta ${folder} no se puede abrir: ${reason}`,
      reasons: {
        forbidden: 'esta cuenta no tiene permiso',
        readOnly: 'ahí no se puede escribir',
        gone: 'el archivo o la carpeta ya no está ahí',
        full: 'el disco está lleno',
        folder: 'es una carpeta',
        busy: 'otro programa lo tiene abierto',
      },
    },
  )

export const startWords = () =>
  inLanguage(
    {
      failed: 'Cuponera could not start',
      noLogin: 'This system cannot be asked to start programs at login. Its own settings can do it.',
    },
    {
      failed: 'Cuponera no ha podido arrancar',
      noLogin:
        'A este sistema no se le puede pedir que abra programas al iniciar sesión. Se hace en sus propios ajustes.',
    },
  )
