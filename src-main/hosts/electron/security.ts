/** What the window may not do, and the scheme of its own that it is loaded by instead of file://. */
import { readFile } from 'node:fs/promises';
import { app, protocol, type Session, session, type WebFrameMain } from 'electron';
import { findAsset, securityHeaders } from '../page.ts';

const scheme = 'panelwright';
export const windowAddress = `${scheme}://window/`;

/** Must run before Electron is ready. */
export function claimScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Answers the scheme from the built window, under the same policy as over HTTP. */
export function serveWindow(renderer: string): void {
  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    const asset = url.host === 'window' && request.method === 'GET' ? await findAsset(renderer, url.pathname) : null;
    if (!asset) return new Response('There is no such page.', { status: 404, headers: securityHeaders });
    return new Response(new Uint8Array(await readFile(asset.path)), {
      headers: { ...securityHeaders, 'Content-Type': asset.type },
    });
  });
}

/** What a page may load from; nothing of it leaves this machine. */
const ownSchemes = new Set([`${scheme}:`, 'data:', 'blob:', 'devtools:']);

/** No network, no permissions, no other pages, no other windows, no guests: in every session that there is. */
export function denyTheRest(): void {
  const deny = (one: Session) => {
    one.webRequest.onBeforeRequest(({ url }, answer) =>
      answer({ cancel: !URL.canParse(url) || !ownSchemes.has(new URL(url).protocol) }),
    );
    one.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
    one.setPermissionCheckHandler(() => false);
    one.setDevicePermissionHandler(() => false);
  };
  deny(session.defaultSession);
  app.on('session-created', deny);
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    // the window has no link that leads outside, so nothing is handed to the user's browser either
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    // connections between browsers go round the session
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  });
}

/** True for the window's own page, not for a frame in it or for another page. */
export function isOurs(frame: WebFrameMain | null): boolean {
  return (
    frame !== null &&
    frame.parent === null &&
    URL.canParse(frame.url) &&
    new URL(frame.url).href.startsWith(windowAddress)
  );
}
