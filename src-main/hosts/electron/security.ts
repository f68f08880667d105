/** What the window may not do, and the scheme of its own that it is loaded by instead of file://. */
import { readFile } from 'node:fs/promises';
import { app, protocol, session, shell, type WebFrameMain } from 'electron';
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

/** No permissions, no other pages, no other windows, no guests; links go to the user's own browser. */
export function denyTheRest(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      openOutside(url);
      return { action: 'deny' };
    });
  });
}

/** Opens a link in the user's browser if it is a proper https address; nothing else leaves the application. */
function openOutside(address: string): void {
  if (URL.canParse(address) && new URL(address).protocol === 'https:') void shell.openExternal(new URL(address).href);
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
