import { provideVSCodeDesignSystem, vsCodeButton } from '@vscode/webview-ui-toolkit';

/** Registers the one element that the pages use: what is not named here is not bundled. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton());
}
