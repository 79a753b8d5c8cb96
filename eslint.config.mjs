import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.tsbuild/', '.artefacts/', 'sample-runs/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ['src/*/tsconfig.json', 'webview/tsconfig.json', 'test/tsconfig.json'] },
    },
    rules: {
      // Numbers in templates are what a program about numbers prints.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // In the numeric kernels indexing typed arrays is the work; `!` there says "in bounds by construction".
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/unified-signatures': 'off',
    },
  },
  {
    // Parts of these scripts run inside the page that they drive.
    files: ['test/webview/harness/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...['document', 'window', 'getComputedStyle', 'performance'],
          ...['requestAnimationFrame', 'MutationObserver'],
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        setTimeout: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
      },
    },
  },
);
