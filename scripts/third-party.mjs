// The licences of the packages that are bundled, as their authors ask.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const TEXTS = /^(licen[sc]e|copyrightnotice|notices?)(\.|$)/i;

/** @param metafiles of esbuild, of every bundle; @throws where a bundled package states no licence */
export async function writeNotices(metafiles, file) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = new Set(inputs.flatMap((input) => PACKAGE.exec(input)?.[0] ?? []));
  const notices = new Map();
  for (const folder of folders) {
    const { title, texts } = await noticeOf(folder);
    notices.set(title, [title, ...texts].join('\n\n'));
  }
  const sorted = [...notices].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, notice]) => notice);
  await writeFile(
    file,
    ['LaiRA contains parts of these packages.', ...sorted, ''].join(`\n\n${'-'.repeat(80)}\n\n`),
  );
}

async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (license === undefined) throw new Error(`${folder} is bundled, but states no licence.`);
  const files = (await readdir(folder)).filter((found) => TEXTS.test(found)).sort();
  const texts = await Promise.all(files.map((found) => readFile(join(folder, found), 'utf8')));
  return { title: `${name} ${version} (${license})`, texts: texts.map((text) => text.trim()) };
}
