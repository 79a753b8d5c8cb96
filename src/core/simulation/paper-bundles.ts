/** One row of the paper's Table 1 or 2: name, deadline d_k in units, target loss, data rate N_k in samples per unit. */
export type PaperTask = readonly [name: string, deadline: number, target: number, dataRate: number];

/** Table 1: ten models on CIFAR-10. */
export const PURE_BUNDLE: readonly PaperTask[] = [
  ['ViT', 1560, 1.23, 224],
  ['LSTM', 1000, 0.23, 247],
  ['CNN', 1680, 0.41, 274],
  ['ResNet-18', 1600, 0.38, 122],
  ['ResNet-34', 1560, 0.28, 72],
  ['VGG', 1550, 0.44, 58],
  ['EffNet', 1590, 0.48, 90],
  ['Squiz', 1250, 1.08, 111],
  ['LeNet', 1200, 0.27, 580],
  ['DenseNet', 1400, 0.48, 22],
];

/** Table 2: ten tasks of four fields. */
export const MIXED_BUNDLE: readonly PaperTask[] = [
  ['CV ViT', 500, 0.45, 227],
  ['CV ResNet-18', 975, 0.11, 113],
  ['CV ResNet-34', 1250, 0.42, 71],
  ['CV CNN', 1400, 0.1, 328],
  ['RL RL_Net', 980, 0.0012, 61],
  ['NLP RNN', 1360, 0.01, 578],
  ['NLP MLP', 1200, 0.08, 1265],
  ['NLP GRU', 1380, 0.12, 826],
  ['Audio Audio_TSFM', 1120, 0.0024, 33],
  ['Audio LSTM', 1120, 0.0015, 210],
];
