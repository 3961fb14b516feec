// Messages of the scripts go to stderr: stdout belongs to what they run.
export const say = text => process.stderr.write(`${text}\n`)

/** Runs a script's main function; what it throws becomes one plain line and exit status 1. */
export async function runScript(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    say(process.env.RACKLIGHT_DEBUG ? error.stack : `racklight: ${error.message}`)
    process.exitCode = 1
  }
}
