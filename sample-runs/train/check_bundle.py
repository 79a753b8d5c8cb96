"""Checks laira.json against the recorded logs and prints what can be reached.

For each task: how its recording went, when it first reached its target if it
had the machine alone, and how hard that makes it. Then how many tasks can
succeed on one shared machine: with the best order (Moore-Hodgson) and with
equal shares.
"""

import csv
import json
import math
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
SMOOTHING = 15


@dataclass
class Task:
    """One task of the bundle with what its log says; times are in seconds."""

    name: str
    losses: list
    report_size: float
    rate: float
    duration: float
    target: float
    deadline: float

    def crossing(self, losses):
        """Time of the first loss at or below the target; infinite if there is none."""
        for index, loss in enumerate(losses):
            if loss <= self.target:
                return (index + 1) * self.report_size / self.rate
        return math.inf

    @property
    def need(self):
        return self.crossing(self.losses)

    @property
    def smoothed_need(self):
        """Like `need`, on the mean of the last reports."""
        means = []
        for end in range(1, len(self.losses) + 1):
            last = self.losses[max(0, end - SMOOTHING) : end]
            means.append(sum(last) / len(last))
        return self.crossing(means)

    @property
    def difficulty(self):
        if self.need > self.deadline:
            return "out of reach"
        return "easy" if self.need <= 0.3 * self.duration else "hard"


def read_bundle(path):
    """The bundle without its comment lines."""
    text = path.read_text(encoding="utf-8")
    return json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))


def seconds(text):
    """'9m 30s' as 570."""
    units = {"h": 3600, "m": 60, "s": 1}
    return sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+)([hms])", text))


def read_log(path, metric):
    """Pairs of step and loss from any of the log styles; Keras' epochs count from 0."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        rows = json.loads(text)["log_history"]
    elif path.suffix == ".jsonl":
        rows = [json.loads(line) for line in text.splitlines()]
    elif text.startswith("epoch,"):
        rows = list(csv.DictReader(text.splitlines()))
    else:
        found = re.findall(rf"^iter (\d+): {metric} ([\d.]+)", text, flags=re.MULTILINE)
        rows = [{"step": step, metric: loss} for step, loss in found]
    return [
        (int(row["step"]) if "step" in row else int(row["epoch"]) + 1, float(row[metric]))
        for row in rows
        if row.get(metric)
    ]


def read_task(entry):
    """Loads one task; complains where the bundle does not fit the log."""
    name = entry["name"]
    paths = [path for pattern in entry["logs"] for path in FOLDER.glob(pattern)]
    assert len(paths) == 1, f"{name}: {len(paths)} logs"
    pairs = read_log(paths[0], entry["metric"])
    for number, (step, _) in enumerate(pairs, start=1):
        expected = number * entry["reportSize"]
        assert step * entry["dataPerStep"] == expected, f"{name}: unexpected step {step}"
    with open(FOLDER / name / "flushes.csv", encoding="utf-8") as file:
        flushes = list(csv.DictReader(file))
    last = flushes[-1]
    if "bytes" in last:
        assert int(last["bytes"]) == paths[0].stat().st_size, f"{name}: flushes do not fit"
    else:
        history = json.loads(paths[0].read_text(encoding="utf-8"))["log_history"]
        assert int(last["entries"]) == len(history), f"{name}: flushes do not fit"
    return Task(
        name=name,
        losses=[loss for _, loss in pairs],
        report_size=entry["reportSize"],
        rate=entry["dataRate"],
        duration=float(last["seconds"]),
        target=entry["target"],
        deadline=seconds(entry["deadline"]),
    )


def best_order(tasks):
    """Moore-Hodgson: the most tasks that can finish in time one after the other."""
    chosen, busy = [], 0.0
    for task in sorted(tasks, key=lambda task: task.deadline):
        if math.isinf(task.need):
            continue
        chosen.append(task)
        busy += task.need
        if busy > task.deadline:
            longest = max(chosen, key=lambda task: task.need)
            chosen.remove(longest)
            busy -= longest.need
    return chosen


def equal_shares(tasks):
    """Tasks that succeed if every active task gets the same share of the machine.

    A task leaves when it reaches its target, at its deadline, or when its
    recording ends.
    """
    done = {task.name: 0.0 for task in tasks}
    active, now, reached = list(tasks), 0.0, []
    while active:
        step = min(
            min(
                (min(task.need, task.duration) - done[task.name]) * len(active),
                task.deadline - now,
            )
            for task in active
        )
        now += step
        for task in active:
            done[task.name] += step / len(active)
        staying = []
        for task in active:
            if done[task.name] >= task.need - 1e-9:
                reached.append(task)
            elif done[task.name] < task.duration - 1e-9 and now < task.deadline - 1e-9:
                staying.append(task)
        active = staying
    return reached


def names(tasks):
    return f"{len(tasks)} ({', '.join(task.name for task in tasks)})"


def main():
    tasks = [read_task(entry) for entry in read_bundle(FOLDER / "laira.json")["tasks"]]
    total = sum(task.duration for task in tasks)
    print("task          reports  alone s  samples/s    B   first    last     min  target"
          "  need s  smooth  % run  deadline s  % sum  class")
    for task in tasks:
        print(
            f"{task.name:13} {len(task.losses):7} {task.duration:8.1f} {task.rate:10.1f}"
            f" {task.report_size:4} {task.losses[0]:7.3f} {task.losses[-1]:7.3f}"
            f" {min(task.losses):7.3f} {task.target:7.3f} {task.need:7.1f}"
            f" {task.smoothed_need:7.1f} {100 * task.need / task.duration:6.0f}"
            f" {task.deadline:11} {100 * task.deadline / total:6.0f}  {task.difficulty}"
        )
    print(f"all runs: {total:.0f} s")
    print(f"best order: {names(best_order(tasks))}")
    print(f"equal shares: {names(equal_shares(tasks))}")


if __name__ == "__main__":
    main()
