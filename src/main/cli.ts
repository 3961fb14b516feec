// The command line's composition root: a process of its own for one verb, without Electron.
import { runCommandLine } from './cli/command-line.ts'

// What is still open (a kept connection, a socket of a dead engine) must not keep the process alive.
process.exit(await runCommandLine(process.argv.slice(2)))
