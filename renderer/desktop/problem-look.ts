import AppWindow from '@lucide/svelte/icons/app-window'
import DatabaseX from '@lucide/svelte/icons/database-x'
import EthernetPort from '@lucide/svelte/icons/ethernet-port'
import FolderLock from '@lucide/svelte/icons/folder-lock'
import HardDrive from '@lucide/svelte/icons/hard-drive'
import History from '@lucide/svelte/icons/history'
import KeyRound from '@lucide/svelte/icons/key-round'
import PackageX from '@lucide/svelte/icons/package-x'
import ServerOff from '@lucide/svelte/icons/server-off'
import Settings2 from '@lucide/svelte/icons/settings-2'
import ShieldAlert from '@lucide/svelte/icons/shield-alert'
import type { StartupProblem } from '../../server/contracts/desktop.ts'
import type { Tone } from '../ui/tones.ts'

interface ProblemLook {
  Icon: typeof ServerOff
  tone: Tone
}

const held = (Icon: ProblemLook['Icon']): ProblemLook => ({ Icon, tone: 'held' })
const refused = (Icon: ProblemLook['Icon']): ProblemLook => ({ Icon, tone: 'refused' })

/** Amber for what is away or taken by another and may pass by itself, red for what somebody has to put right. */
export const problemLook: Record<StartupProblem, ProblemLook> = {
  unreachable: held(ServerOff),
  too_many_connections: held(ServerOff),
  port_taken: held(EthernetPort),
  in_use: held(AppWindow),
  wrong_password: refused(KeyRound),
  secret_unreadable: refused(KeyRound),
  no_such_database: refused(DatabaseX),
  failed: refused(ServerOff),
  not_postgres: refused(ServerOff),
  too_old: refused(History),
  newer_schema: refused(History),
  newer_version: refused(History),
  older_version: refused(History),
  no_rights: refused(ShieldAlert),
  certificate: refused(ShieldAlert),
  setting: refused(Settings2),
  settings_unreadable: refused(Settings2),
  binaries_missing: refused(PackageX),
  not_writable: refused(FolderLock),
  damaged: refused(DatabaseX),
  no_space: refused(HardDrive),
}
