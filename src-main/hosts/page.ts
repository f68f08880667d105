/** What both hosts send to show the window: the built renderer, and the policy it lives under. */
import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/**
 * The tightest policy that the window works under: nothing from anywhere but the application itself. Style
 * *attributes* are allowed because ECharts writes its tooltips with them; style elements and inline scripts are not.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const securityHeaders: Record<string, string> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export interface Asset {
  path: string;
  bytes: number;
  type: string;
}

/**
 * The file of the built window that a URL's path names, `/` being index.html. Null for what is not a plain file inside
 * `folder` once all links are resolved, or is of a kind that the window does not consist of.
 */
export async function findAsset(folder: string, urlPath: string): Promise<Asset | null> {
  let name: string;
  try {
    name = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (name.includes('\0')) return null;
  const type = types[name === '/' ? '.html' : extname(name)];
  if (!type) return null;
  try {
    const root = await realpath(folder);
    const path = await realpath(join(root, name === '/' ? 'index.html' : name));
    if (!path.startsWith(root + sep)) return null;
    const found = await stat(path);
    return found.isFile() ? { path, bytes: found.size, type } : null;
  } catch {
    return null;
  }
}
