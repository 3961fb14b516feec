/** The scheme and host under which the page is served, and under no other. */
export const pageOrigin = 'racklight://desk'
