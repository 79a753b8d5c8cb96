/**
 * The words of a metric name in lower case: cut at everything that is no letter or digit, and where a small letter
 * meets a capital (`RCNN_CrossEntropy` is rcnn, cross, entropy). LightGBM's `training's l2` is the training's.
 */
export function nameWords(name: string): string[] {
  return name
    .replace(/'s\b/g, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
