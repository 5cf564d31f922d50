// Widgets are given up by their library after two seconds, which a busy machine needs to read them. Here they get a minute.
const MOST_BUSY = 60000, wait = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (milliseconds) => wait(Math.max(milliseconds, MOST_BUSY));
