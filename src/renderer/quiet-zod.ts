// The page forbids code made from strings; zod must not even try. Imported before anything that holds a schema.
import { config } from 'zod'

config({ jitless: true })
