/** Who may speak to the server: the person who has the address that was printed at launch, from this page only. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Loopback names; a name that an attacker's DNS points at 127.0.0.1 is none of them. Any port, for SSH tunnels. */
const loopback = /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/;

/** A URL parser takes the x of `//x/api/…` for a host, so that what is checked here would not be what is answered. */
const plainPath = /^\/(?![/\\])/;

/** How the window names its session in every call. A page of another origin cannot send it without being asked about. */
const bearer = /^Bearer ([\w-]+)$/;

export interface Gate {
  /** the secret in the printed address, new at every launch */
  token: string;
  /** null when the request may go on, else why not, in words */
  refuse(request: IncomingMessage): string | null;
  /**
   * The secret of the session, for whoever brings the launch token first; null for another token, and for every one
   * after that. The window keeps it where its own origin alone can read: a cookie would go to every port of this machine,
   * and so to servers of other people.
   */
  exchange(token: string): string | null;
  /** true when the request brings the session's secret */
  knows(request: IncomingMessage): boolean;
}

export function createGate(): Gate {
  const token = secret();
  // another secret than the token, so that an address seen in a history or a log is not the session itself
  const session = secret();
  let used = false;
  return {
    token,
    refuse,
    exchange(given) {
      if (used || !same(given, token)) return null;
      used = true;
      return session;
    },
    knows: (request) => same(bearer.exec(request.headers.authorization ?? '')?.[1] ?? '', session),
  };
}

function refuse(request: IncomingMessage): string | null {
  const { host, origin } = request.headers;
  if (!host || !loopback.test(host)) {
    return 'The request was addressed to another host than this one. Open the address as it was printed.';
  }
  if (!plainPath.test(request.url ?? '')) return 'The request does not name a page of this server.';
  const foreign = origin !== undefined && origin !== `http://${host}`;
  // browsers send Origin with every POST, and Sec-Fetch-Site with everything
  const anonymous = request.method === 'POST' && origin === undefined;
  const site = request.headers['sec-fetch-site'];
  const crossSite = request.url?.startsWith('/api/') && site !== undefined && site !== 'same-origin' && site !== 'none';
  return foreign || anonymous || crossSite ? 'The request came from another page than Panelwright’s own.' : null;
}

const secret = () => randomBytes(32).toString('base64url');

/** Compares without telling by its duration how much was right; hashing makes the lengths equal. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
