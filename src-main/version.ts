/** The version of the application: package.json is the one place that says it. */
import manifest from '../package.json' with { type: 'json' };

export const version: string = manifest.version;
