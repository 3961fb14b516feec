// udisks2 over the system bus: it does for the person at the desk what otherwise only root may.
import { basename } from 'node:path'
import { WriteStop } from './write.ts'

const service = 'org.freedesktop.UDisks2'
/** How udisks names a block device: letters and digits as they are, anything else as `_2d`. */
const objectOf = (device: string): string =>
  `/org/freedesktop/UDisks2/block_devices/${basename(device).replace(/[^A-Za-z0-9]/g, one => `_${one.charCodeAt(0).toString(16)}`)}`

/** 1 MiB, where every partitioning tool begins. */
const partitionAt = '1048576'

/** A call of one of the interfaces of a device, for a child process; signature and arguments as busctl(1) wants them. */
export const callFor = (device: string, on: string, method: string, ...rest: readonly string[]) =>
  ['busctl', '--timeout=60', 'call', service, objectOf(device), `${service}.${on}`, method, ...rest] as const

/** An MBR with one FAT partition up to the end of the drive. */
export const prepareCommands = (device: string, label: string): readonly (readonly [string, readonly string[]])[] => {
  const [busctl, ...format] = callFor(device, 'Block', 'Format', 'sa{sv}', 'dos', '0')
  const part = [partitionAt, '0', '0x0c', '', '0', 'vfat', '1', 'label', 's', label]
  const [, ...create] = callFor(device, 'PartitionTable', 'CreatePartitionAndFormat', 'ttssa{sv}sa{sv}', ...part)
  return [
    [busctl, format],
    [busctl, create],
  ]
}

/** Neither udisks nor a bus is there: not an answer to what was asked. */
export const isNoUdisks = (error: unknown): boolean => {
  const said = error instanceof Error ? `${'stderr' in error ? String(error.stderr) : ''} ${error.message}` : ''
  return /ENOENT|Failed to connect to bus|ServiceUnknown|not provided by any|not activatable|Unknown object/i.test(said)
}

/** Errors of udisks by their names on the bus. */
const codeOfBusError = (name: string): string => {
  if (/NotAuthorized|NotAuthorizedDismissed|NotAuthorizedCanObtain|AccessDenied/.test(name)) return 'EACCES'
  if (/DeviceBusy|AlreadyMounted/.test(name)) return 'EBUSY'
  if (/Cancelled/.test(name)) return 'ECANCELED'
  if (/UnknownObject|UnknownMethod/.test(name)) return 'ENODEV'
  return 'EACCES'
}

/**
 * Opens a device by udisks2's `OpenDevice`, with the system's own question to the person. Neither Node nor a child
 * process can take a descriptor from the bus, so libsystemd is called itself; the call blocks until the person has answered.
 */
export const openByUdisks = async (device: string, flags: number): Promise<number> => {
  const bus = await loadBus()
  if (!bus) throw new WriteStop('EACCES', 'udisks2 cannot be asked')
  return bus.openDevice(objectOf(device), flags)
}

interface Bus {
  openDevice(object: string, flags: number): number
}

/** F_DUPFD_CLOEXEC of fcntl(2). */
const duplicate = 1030

const loadBus = async (): Promise<Bus | null> => {
  const { default: koffi } = await import('koffi')
  const load = (name: string) => {
    try {
      return koffi.load(name)
    } catch {
      return null
    }
  }
  const systemd = load('libsystemd.so.0')
  const libc = load('libc.so.6')
  if (!systemd || !libc) return null
  const busError = koffi.struct({ name: 'const char *', message: 'const char *', need_free: 'int' })
  const openSystem = systemd.func('int sd_bus_open_system(_Out_ void **bus)')
  const interactive = systemd.func('int sd_bus_set_allow_interactive_authorization(void *bus, int on)')
  const timeout = systemd.func('int sd_bus_set_method_call_timeout(void *bus, uint64_t usec)')
  const call = systemd.func('sd_bus_call_method', 'int', [
    'void *',
    'const char *',
    'const char *',
    'const char *',
    'const char *',
    koffi.inout(koffi.pointer(busError)),
    koffi.out(koffi.pointer('void *', 2)),
    'const char *',
    '...',
  ])
  const read = systemd.func('int sd_bus_message_read_basic(void *reply, char type, _Out_ int *value)')
  const unref = systemd.func('void *sd_bus_message_unref(void *reply)')
  const closeBus = systemd.func('void *sd_bus_flush_close_unref(void *bus)')
  const fcntl = libc.func('int fcntl(int fd, int command, ...)')
  return {
    openDevice: (object, flags) => {
      const out: unknown[] = [null]
      if ((openSystem(out) as number) < 0) throw new WriteStop('EACCES', 'no system bus')
      const [bus] = out
      try {
        interactive(bus, 1)
        // As long as a person may need to find the password.
        timeout(bus, 120_000_000)
        const error = { name: null as string | null, message: null, need_free: 0 }
        const reply: unknown[] = [null]
        const status = call(
          bus,
          service,
          object,
          `${service}.Block`,
          'OpenDevice',
          error,
          reply,
          'sa{sv}',
          'const char *',
          'rw',
          'int',
          1,
          'const char *',
          'flags',
          'const char *',
          'i',
          'int',
          flags,
        ) as number
        if (status < 0) throw new WriteStop(codeOfBusError(error.name ?? ''), error.name ?? `bus error ${status}`)
        const borrowed = [-1]
        read(reply[0], 'h'.charCodeAt(0), borrowed)
        // The message owns its descriptor and closes it.
        const own = fcntl(borrowed[0], duplicate, 'int', 3) as number
        unref(reply[0])
        if (own < 0) throw new WriteStop('EACCES', 'the descriptor could not be kept')
        return own
      } finally {
        closeBus(bus)
      }
    },
  }
}
