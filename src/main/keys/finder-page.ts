// The page for whoever finds a key. Plain ASCII with CRLF, because it may be opened anywhere.

/** Says what the stick is, and nothing that only its owners should know. */
export const finderPage = (kid: string): string =>
  [
    `ENLISTMENT KEY ${kid}`,
    '',
    'This stick belongs to a server room. A new server that starts with it in a port',
    'says who it is, so that the people there know which socket feeds it.',
    '',
    'Have you found it?',
    '  Please hand it to the operators of the server room, with the name above.',
    '  It is of no use anywhere else: the name can be blocked there at any time.',
    '',
    'Do you work there and miss it?',
    `  Revoke the key in Racklight: Keys, ${kid}, Revoke. Then make a new one.`,
    '',
    'Keep the files as they are. The file enlist/key.json is the key itself: whoever',
    'copies it can pretend to be this stick until the key is spent or revoked.',
    'A computer that starts from this stick changes nothing on its own disks.',
    '',
  ].join('\r\n')
