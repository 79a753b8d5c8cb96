"""Writers that produce training logs byte for byte as common tools write them.

Every writer takes Report objects and, next to its log, keeps `flushes.csv`:
when the log grew and how large it was then.
"""

import csv
import io
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Optional


@dataclass
class Validation:
    """Result on the held-out samples."""

    loss: float
    accuracy: float
    seconds: float
    samples: int


@dataclass
class Report:
    """What the training loop knows at the end of one block of steps."""

    step: int
    epoch: float
    loss: float
    accuracy: float
    lr: float
    grad_norm: float
    step_seconds: float
    validation: Optional[Validation]


@dataclass
class RunInfo:
    """Facts about the whole run that some logs mention."""

    folder: Path
    settings: dict
    parameters: int
    batch: int
    report_steps: int
    validate_steps: int
    max_steps: int
    epochs: float


class FlushTimes:
    """Writes flushes.csv: one row for each time the log changed on disk."""

    def __init__(self, folder, unit):
        self.file = open(folder / "flushes.csv", "w", encoding="utf-8")
        self.file.write(f"seconds,{unit}\n")
        self.start = time.monotonic()

    def mark(self, amount):
        self.file.write(f"{time.monotonic() - self.start:.3f},{amount}\n")

    def close(self):
        self.file.close()


class AppendedLog:
    """A log file that only grows, with an explicit flush."""

    def __init__(self, path, folder):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = open(path, "wb", buffering=0)
        self.pending = b""
        self.flushes = FlushTimes(folder, "bytes")

    def write(self, text):
        self.pending += text.encode()

    def flush(self, count=None):
        """Puts `count` pending bytes on disk, or all of them."""
        count = len(self.pending) if count is None else count
        if count == 0:
            return
        self.file.write(self.pending[:count])
        self.pending = self.pending[count:]
        self.flushes.mark(self.file.tell())

    def close(self):
        self.flush()
        self.file.close()
        self.flushes.close()


def csv_line(cells):
    """One CSV line in Python's default dialect (CRLF), as the loggers below write it."""
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


class LightningCSV:
    """Lightning's CSVLogger: sparse rows, sorted columns, flushed every ten rows or so."""

    COLUMNS = ("epoch", "step", "train_loss", "val_acc", "val_loss")
    ROWS_PER_FLUSH = 10

    def __init__(self, info):
        version = info.folder / "lightning_logs" / "version_0"
        self.log = AppendedLog(version / "metrics.csv", info.folder)
        self.log.write(csv_line(self.COLUMNS))
        self.rows = 0
        hparams = "".join(f"{key}: {value}\n" for key, value in sorted(info.settings.items()))
        (version / "hparams.yaml").write_text(hparams, encoding="utf-8")

    def row(self, **cells):
        self.log.write(csv_line(cells.get(column, "") for column in self.COLUMNS))
        self.rows += 1

    def report(self, report):
        place = {"epoch": int(report.epoch), "step": report.step}
        self.row(**place, train_loss=report.loss)
        if report.validation:
            self.row(**place, val_acc=report.validation.accuracy, val_loss=report.validation.loss)
        if self.rows >= self.ROWS_PER_FLUSH:
            self.log.flush()
            self.rows = 0

    def close(self):
        self.log.close()


class KerasCSV:
    """Keras' CSVLogger: one row for each report, flushed at once."""

    def __init__(self, info):
        self.log = AppendedLog(info.folder / "training.log", info.folder)
        self.log.write(csv_line(("epoch", "accuracy", "loss", "val_accuracy", "val_loss")))
        self.epoch = 0

    def report(self, report):
        held_out = report.validation
        self.log.write(csv_line(
            (self.epoch, report.accuracy, report.loss, held_out.accuracy, held_out.loss)
        ))
        self.log.flush()
        self.epoch += 1

    def close(self):
        self.log.close()


class JsonLines:
    """One JSON object for each line, flushed at once."""

    def __init__(self, info):
        self.log = AppendedLog(info.folder / "metrics.jsonl", info.folder)

    def line(self, **values):
        self.log.write(json.dumps(values) + "\n")

    def report(self, report):
        self.line(
            step=report.step, loss=round(report.loss, 6), lr=report.lr,
            time=round(time.time(), 3),
        )
        if report.validation:
            self.line(step=report.step, val_loss=round(report.validation.loss, 6))
        self.log.flush()

    def close(self):
        self.log.close()


class NanoGPTText:
    """nanoGPT's printed lines, redirected to a file through a block buffer.

    The buffer goes to disk each time it is full, so a flush usually ends in the
    middle of a line.
    """

    BUFFER_BYTES = 512

    def __init__(self, info):
        self.log = AppendedLog(info.folder / "train.log", info.folder)
        for key, value in info.settings.items():
            self.print(f"Overriding: {key} = {value}")
        self.print(f"samples per iteration will be: {info.batch}")
        self.print(f"number of parameters: {info.parameters / 1e6:.2f}M")
        self.losses = []
        self.best = float("inf")

    def print(self, text):
        self.log.write(text + "\n")
        while len(self.log.pending) >= self.BUFFER_BYTES:
            self.log.flush(self.BUFFER_BYTES)

    def report(self, report):
        self.losses.append(report.loss)
        if report.validation:
            train_loss, val_loss = sum(self.losses) / len(self.losses), report.validation.loss
            self.print(f"step {report.step}: train loss {train_loss:.4f}, val loss {val_loss:.4f}")
            self.losses = []
            if val_loss < self.best:
                self.best = val_loss
                self.print("saving checkpoint to out-digits")
        milliseconds = 1000 * report.step_seconds
        self.print(f"iter {report.step}: loss {report.loss:.4f}, time {milliseconds:.2f}ms")

    def close(self):
        self.log.close()


class TrainerState:
    """Hugging Face's trainer_state.json, written anew as a whole every few reports."""

    REPORTS_PER_SAVE = 5

    def __init__(self, info):
        self.path = info.folder / "trainer_state.json"
        self.flushes = FlushTimes(info.folder, "entries")
        self.unsaved = 0
        self.state = {
            "best_metric": None,
            "best_model_checkpoint": None,
            "epoch": 0.0,
            "eval_steps": info.validate_steps,
            "global_step": 0,
            "is_hyper_param_search": False,
            "is_local_process_zero": True,
            "is_world_process_zero": True,
            "log_history": [],
            "logging_steps": info.report_steps,
            "max_steps": info.max_steps,
            "num_input_tokens_seen": 0,
            "num_train_epochs": round(info.epochs),
            "save_steps": info.report_steps * self.REPORTS_PER_SAVE,
            "stateful_callbacks": {},
            "total_flos": 0,
            "train_batch_size": info.batch,
            "trial_name": None,
            "trial_params": None,
        }

    def report(self, report):
        place = {"epoch": round(report.epoch, 4), "step": report.step}
        history = self.state["log_history"]
        history.append({
            **place,
            "grad_norm": round(report.grad_norm, 6),
            "learning_rate": float(f"{report.lr:.6g}"),
            "loss": round(report.loss, 4),
        })
        if report.validation:
            held_out = report.validation
            history.append({
                **place,
                "eval_accuracy": round(held_out.accuracy, 4),
                "eval_loss": round(held_out.loss, 6),
                "eval_runtime": round(held_out.seconds, 4),
                "eval_samples_per_second": round(held_out.samples / held_out.seconds, 3),
            })
        self.state.update(epoch=place["epoch"], global_step=report.step)
        self.unsaved += 1
        if self.unsaved == self.REPORTS_PER_SAVE:
            self.save()

    def save(self):
        """Replaces the file in one step, so that a reader never sees half of it."""
        draft = self.path.with_suffix(".tmp")
        draft.write_text(json.dumps(self.state, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        os.replace(draft, self.path)
        self.flushes.mark(len(self.state["log_history"]))
        self.unsaved = 0

    def close(self):
        if self.unsaved:
            self.save()
        self.flushes.close()
