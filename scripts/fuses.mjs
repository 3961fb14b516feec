// The switches burnt into a packed Electron, and what ours must be.
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'

const wanted = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  GrantFileProtocolExtraPrivileges: false,
}

const words = { [FuseState.ENABLE]: 'on', [FuseState.DISABLE]: 'off' }

/** The fuses of an executable by name: on, off, or whatever else the wire says. */
export async function fusesOf(executable) {
  const wire = await getCurrentFuseWire(executable)
  const names = Object.keys(FuseV1Options).filter(name => Number.isNaN(Number(name)))
  return Object.fromEntries(names.map(name => [name, words[wire[FuseV1Options[name]]] ?? 'not there']))
}

/** The names of fuses that are not as we want them. */
export const wrongFuses = fuses =>
  Object.entries(wanted)
    .filter(([name, on]) => fuses[name] !== (on ? 'on' : 'off'))
    .map(([name]) => name)
