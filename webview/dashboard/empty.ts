import type { MonitorState } from '../../src/protocol/runs.js';
import { element, setShown, setText } from '../shared/elements.js';
import { toolkitButton } from '../shared/toolkit-button.js';
import type { Actions, Page } from './page.js';

/** What the page shows instead of runs: that it looks for them, or how to come by some. */
export class Empty {
  readonly element: HTMLElement;
  private readonly title = element('h2');
  private readonly text = element('p');
  private readonly steps = element(
    'ul',
    {},
    element(
      'li',
      {},
      'Logs under another name? Add a pattern to the setting ',
      element('code', {}, 'laira.include'),
      ', such as ',
      element('code', {}, '**/my-logs/*.jsonl'),
      '. In a folder outside the workspace? Add it to ',
      element('code', {}, 'laira.folders'),
      '.',
    ),
    element(
      'li',
      {},
      'Training not begun? Start it: its log appears here within seconds of the first report.',
    ),
    element(
      'li',
      {},
      'Only looking? Play the sample runs: ten recorded runs train again, in the folder ',
      element('code', {}, 'laira-sample-runs'),
      '.',
    ),
  );

  private readonly buttons: HTMLElement;

  constructor(actions: Actions) {
    this.buttons = element(
      'div',
      { class: 'buttons' },
      toolkitButton('Play sample runs', { appearance: 'primary', testId: 'play-sample-runs' }, () => {
        actions.send({ type: 'play-sample-runs' });
      }),
      toolkitButton('Open settings', { appearance: 'secondary', testId: 'open-settings' }, () => {
        actions.send({ type: 'open-settings' });
      }),
    );
    this.element = element('section', { class: 'empty' }, this.title, this.text, this.steps, this.buttons);
  }

  update({ model: { state } }: Page): void {
    const isLooking = state?.scanned !== true;
    setText(this.title, isLooking ? 'Looking for training logs' : 'No training logs found');
    setText(this.text, state === null ? '' : foldersText(state));
    setShown(this.steps, !isLooking);
    setShown(this.buttons, !isLooking);
  }
}

function foldersText({ folders, scanned }: MonitorState): string {
  if (folders.length === 0)
    return scanned ? 'No folder is open. Open the folder that your runs write to.' : '';
  const names =
    folders.length > 3
      ? `${folders.slice(0, 3).join(', ')} and ${folders.length - 3} more`
      : folders.join(', ');
  return scanned ? `Looked through ${names}.` : `Looking through ${names} …`;
}
