// Finds a Chromium to drive, or installs Debian's with a font, so that screenshots have readable text.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './child-process.mjs';

/** Arguments for a browser that keeps to itself and needs no GPU and no sandbox (which root cannot have). */
export const BROWSER_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Milliseconds in which a browser must have started, on a busy machine too. */
export const LAUNCH_TIMEOUT = 120_000;

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {Promise<string>} the path of the browser's executable */
export async function ensureChromium() {
  const named = process.env.CHROMIUM;
  if (named !== undefined) {
    if (existsSync(named)) return named;
    throw new Error(
      `CHROMIUM names ${named}, which does not exist: set it to a Chromium executable, or unset it.`,
    );
  }
  if (findChromium() === undefined) await installBrowser();
  const found = findChromium();
  if (found === undefined)
    throw new Error('Chromium was installed but is not on the PATH: set CHROMIUM to its path.');
  if (!hasFonts() && canInstall()) await install('fonts-dejavu-core');
  return found;
}

function findChromium() {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  return folders
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

function hasFonts() {
  const folder = '/usr/share/fonts';
  return (
    existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => /\.(ttf|otf)$/.test(name))
  );
}

async function installBrowser() {
  if (!canInstall()) {
    throw new Error(
      'Chromium is missing for the browser tests: install it (on Debian: apt-get install chromium fonts-dejavu-core), or set CHROMIUM to its executable.',
    );
  }
  await install('chromium');
}

function canInstall() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

async function install(name) {
  console.log(`Installing Debian's ${name} for the browser tests ...`);
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', name]]) {
    const { code, output } = await runCommand(
      'apt-get',
      ['--quiet', '-o', 'DPkg::Lock::Timeout=300', ...args],
      {
        quiet: true,
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      },
    );
    if (code !== 0) {
      throw new Error(
        `apt-get could not install ${name} (${output.trim().split('\n').at(-1)}): install it by hand.`,
      );
    }
  }
}
