/** The themes that VS Code brings along, as it names them to a page. */
export const THEMES = [
  { name: 'Default Dark Modern', short: 'dark', kind: 'vscode-dark' },
  { name: 'Default Light Modern', short: 'light', kind: 'vscode-light' },
  { name: 'Default High Contrast', short: 'hc', kind: 'vscode-high-contrast' },
  {
    name: 'Default High Contrast Light',
    short: 'hc-light',
    kind: 'vscode-high-contrast-light vscode-high-contrast',
  },
];

/** A page of the extension, under its policy, in a theme. @param variables the theme's, as VS Code sets them */
export function pageWith(name, theme, variables, origin) {
  const nonce = 'b2Zjb3Vyc2U';
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${origin} 'unsafe-inline'`,
    `img-src ${origin} data:`,
    `font-src ${origin}`,
  ].join('; ');
  const style = Object.entries(variables)
    .map(([name, value]) => `${name}: ${value};`)
    .join(' ')
    .replaceAll('"', '&quot;');
  return `<!DOCTYPE html>
<html lang="en" style="${style}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <link rel="stylesheet" href="${origin}/${name}.css">
  <title>LaiRA</title>
</head>
<body class="${theme.kind}" data-vscode-theme-kind="${theme.kind}">
  <main id="app"></main>
  <script nonce="${nonce}" src="${origin}/harness.js"></script>
  <script nonce="${nonce}" src="${origin}/${name}.js"></script>
</body>
</html>`;
}
