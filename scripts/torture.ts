/**
 * `npm run test:torture`: the seeded suites of `test/torture` at their large size, each in turn. `npm test` runs the
 * same suites at their small size. Names after the command choose some: `npm run test:torture kills`.
 */
import { spawnSync } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';

/** Each is `test/torture/NAME.test.ts`. */
const suites: { name: string; tries: string }[] = [
  { name: 'kills', tries: 'a process that writes a project is killed at any moment' },
  { name: 'damage', tries: 'bits and bytes of a project are changed, or it is cut short' },
];

const root = resolve(import.meta.dirname, '..');
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !suites.some((suite) => suite.name === name));
if (unknown !== undefined) {
  console.error(`There is no suite "${unknown}"; there are ${suites.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const failed: string[] = [];
for (const { name, tries } of suites.filter((suite) => asked.length === 0 || asked.includes(suite.name))) {
  console.log(`\n── ${name}: ${tries}`);
  const { status } = spawnSync(`vitest run test/torture/${name}.test.ts --testTimeout=3600000`, {
    cwd: root,
    env: {
      ...process.env,
      PANELWRIGHT_TORTURE: 'large',
      PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
    },
    stdio: 'inherit',
    shell: true,
  });
  if (status !== 0) failed.push(name);
}
console.log(failed.length > 0 ? `\nFAILED: ${failed.join(', ')}` : '\nAll suites passed.');
process.exitCode = failed.length > 0 ? 1 : 0;
