// The version, from package.json, which rolldown puts into the bundle.
import manifest from '../../package.json' with { type: 'json' };

export const version: string = manifest.version;
