/** Cookies of one host are sent to all its ports, so the name says the port. */
export const cookieName = (port: number): string => `chartroom-${port}`

export const readCookie = (header: string | undefined, name: string): string | undefined =>
  header
    ?.split(';')
    .map(pair => pair.trim())
    .find(pair => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

/** For this run of the browser; out of reach of scripts and of other sites' requests. */
export const sessionCookie = (name: string, value: string): string =>
  `${name}=${value}; Path=/; HttpOnly; SameSite=Strict`

export const endedCookie = (name: string): string =>
  `${name}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`
