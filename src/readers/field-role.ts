/** What a field of a table or a JSON line is for: the step, the time, the run's end, or a value to keep. */
export type FieldRole =
  | { readonly kind: 'step'; readonly rank: number; readonly counts: 'steps' | 'epochs' }
  | { readonly kind: 'time'; readonly rank: number }
  | { readonly kind: 'horizon'; readonly counts: 'steps' | 'epochs' }
  | { readonly kind: 'value' };

/** Fields that carry the step, best first; a log with several is read by the best and keeps the others as values. */
const STEP_FIELDS = [
  // Beside it, `step` often counts anew in every epoch.
  'global_step',
  'step',
  '_step',
  'iteration',
  'iter',
  'iters',
  'current_steps',
  'num_updates',
  'training_iteration',
  'trainer/global_step',
  'train/global_step',
  'total_timesteps',
  'time/total_timesteps',
  'timesteps_total',
  'progress/kimg.mean',
  // Beside an episode, `steps` is its length.
  'episode',
  'steps',
  'iterations',
  'n_iter',
  'update',
  'seen_examples',
  'batch',
];

const EPOCH_FIELDS = ['epoch', 'epochs', 'train/epoch'];

const TIME_FIELDS = ['timestamp', '_timestamp', 'time', 'wall_time', 'walltime', 'datetime', 'date'];

const LAST_STEP_FIELDS = [
  'total_steps',
  'max_steps',
  'num_training_steps',
  'total_iters',
  'max_iters',
  'max_iter',
];

const LAST_EPOCH_FIELDS = ['total_epochs', 'num_epochs', 'max_epochs', 'num_train_epochs'];

const ROLES: ReadonlyMap<string, FieldRole> = new Map<string, FieldRole>([
  ...STEP_FIELDS.map((name, rank) => [name, { kind: 'step', rank, counts: 'steps' }] as const),
  ...EPOCH_FIELDS.map(
    (name, rank) => [name, { kind: 'step', rank: STEP_FIELDS.length + rank, counts: 'epochs' }] as const,
  ),
  ...TIME_FIELDS.map((name, rank) => [name, { kind: 'time', rank }] as const),
  ...LAST_STEP_FIELDS.map((name) => [name, { kind: 'horizon', counts: 'steps' }] as const),
  ...LAST_EPOCH_FIELDS.map((name) => [name, { kind: 'horizon', counts: 'epochs' }] as const),
]);

export const VALUE: FieldRole = { kind: 'value' };

/** @param name as the log spells it; case, and spaces for underscores, do not matter */
export function fieldRole(name: string): FieldRole {
  return ROLES.get(name.trim().toLowerCase().replace(/ /g, '_')) ?? VALUE;
}
