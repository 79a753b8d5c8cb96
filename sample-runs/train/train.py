"""Trains the ten small networks one after the other and records their logs.

    python3 train.py                     every run, into the folder above this one
    python3 train.py vit lstm            only these
    python3 train.py --reports 20 --out /tmp/trial    a short trial elsewhere
"""

import argparse
import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch.nn import functional as F

import models
import writers

SEED = 20
HELD_OUT = 360


@dataclass
class Run:
    """One training run: model, log style, amount of work, and hyperparameters."""

    name: str
    model: Callable
    writer: Callable
    batch: int
    report_steps: int
    reports: int
    validate_every: int
    optimiser: str
    lr: float
    schedule: str
    pixel_noise: float
    label_noise: float
    weight_decay: float = 0.0

    def settings(self):
        """The hyperparameters that a log mentions."""
        keys = (
            "batch", "optimiser", "lr", "schedule", "weight_decay", "pixel_noise", "label_noise",
        )
        return {key: getattr(self, key) for key in keys}


RUNS = (
    Run("lenet5", models.lenet5, writers.KerasCSV, batch=32, report_steps=45, reports=900,
        validate_every=1, optimiser="sgd", lr=0.05, schedule="constant",
        pixel_noise=0.2, label_noise=0.01),
    Run("cnn", models.cnn, writers.KerasCSV, batch=64, report_steps=20, reports=750,
        validate_every=1, optimiser="adam", lr=3e-4, schedule="constant",
        pixel_noise=0.2, label_noise=0.0),
    Run("resnet18", models.resnet18, writers.LightningCSV, batch=64, report_steps=8, reports=700,
        validate_every=25, optimiser="momentum", lr=0.01, schedule="cosine",
        pixel_noise=0.15, label_noise=0.02, weight_decay=5e-4),
    Run("vgg11", models.vgg11, writers.LightningCSV, batch=64, report_steps=20, reports=720,
        validate_every=20, optimiser="momentum", lr=0.002, schedule="step",
        pixel_noise=0.15, label_noise=0.01, weight_decay=5e-4),
    Run("lstm", models.LSTM, writers.JsonLines, batch=32, report_steps=25, reports=720,
        validate_every=40, optimiser="momentum", lr=0.02, schedule="constant",
        pixel_noise=0.1, label_noise=0.0),
    Run("densenet", models.densenet, writers.JsonLines, batch=64, report_steps=8, reports=660,
        validate_every=30, optimiser="momentum", lr=0.01, schedule="step",
        pixel_noise=0.2, label_noise=0.02, weight_decay=1e-4),
    Run("resnet34", models.resnet34, writers.NanoGPTText, batch=64, report_steps=8, reports=640,
        validate_every=25, optimiser="adamw", lr=5e-4, schedule="cosine",
        pixel_noise=0.3, label_noise=0.03, weight_decay=0.01),
    Run("squeezenet", models.squeezenet, writers.NanoGPTText, batch=32, report_steps=12,
        reports=800, validate_every=50, optimiser="adam", lr=5e-4, schedule="constant",
        pixel_noise=0.1, label_noise=0.0),
    Run("vit", models.ViT, writers.TrainerState, batch=32, report_steps=6, reports=640,
        validate_every=40, optimiser="adamw", lr=2e-3, schedule="cosine",
        pixel_noise=0.1, label_noise=0.01, weight_decay=0.05),
    Run("efficientnet", models.efficientnet, writers.TrainerState, batch=32, report_steps=6,
        reports=620, validate_every=20, optimiser="adamw", lr=1e-3, schedule="constant",
        pixel_noise=0.15, label_noise=0.02, weight_decay=0.01),
)


def load_data():
    """The digits of scikit-learn, scaled to 0..1: training and held-out samples."""
    digits = load_digits()
    pictures = torch.tensor(digits.images / 16, dtype=torch.float32).unsqueeze(1)
    labels = torch.tensor(digits.target)
    train, held_out = train_test_split(
        torch.arange(len(labels)), test_size=HELD_OUT, stratify=labels, random_state=SEED
    )
    return (pictures[train], labels[train]), (pictures[held_out], labels[held_out])


def batches(pictures, labels, size):
    """Shuffled batches, epoch after epoch; the incomplete last one is dropped."""
    while True:
        order = torch.randperm(len(labels))
        for start in range(0, len(labels) - size + 1, size):
            chosen = order[start : start + size]
            yield pictures[chosen], labels[chosen]


def augment(pictures, labels, pixel_noise, label_noise):
    """Turns, scales and shifts each picture a little; adds noise to pixels and labels."""
    count = len(labels)
    angle = (torch.rand(count) - 0.5) * 0.5
    scale = 1 + (torch.rand(count) - 0.5) * 0.3
    shift = (torch.rand(count, 2) - 0.5) * 0.4
    cos, sin = scale * torch.cos(angle), scale * torch.sin(angle)
    matrix = torch.stack((cos, -sin, shift[:, 0], sin, cos, shift[:, 1]), dim=1).view(count, 2, 3)
    grid = F.affine_grid(matrix, pictures.shape, align_corners=False)
    pictures = F.grid_sample(pictures, grid, align_corners=False)
    pictures = pictures + pixel_noise * torch.randn_like(pictures)
    wrong = torch.rand(count) < label_noise
    return pictures, torch.where(wrong, torch.randint(models.CLASSES, (count,)), labels)


def make_optimiser(run, model):
    """The run's optimiser and its learning-rate schedule over all steps."""
    parameters, total = model.parameters(), run.reports * run.report_steps
    if run.optimiser == "adam":
        optimiser = torch.optim.Adam(parameters, run.lr, weight_decay=run.weight_decay)
    elif run.optimiser == "adamw":
        optimiser = torch.optim.AdamW(parameters, run.lr, weight_decay=run.weight_decay)
    else:
        momentum = 0.9 if run.optimiser == "momentum" else 0.0
        optimiser = torch.optim.SGD(parameters, run.lr, momentum, weight_decay=run.weight_decay)
    factor = {
        "constant": lambda step: 1.0,
        "cosine": lambda step: 0.5 * (1 + math.cos(math.pi * step / total)),
        "step": lambda step: 0.1 ** int(2.5 * step / total),
    }[run.schedule]
    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, factor)


def validate(model, pictures, labels):
    """Loss and accuracy on clean held-out samples."""
    start = time.monotonic()
    model.eval()
    with torch.no_grad():
        scores = model(pictures)
    model.train()
    return writers.Validation(
        loss=F.cross_entropy(scores, labels).item(),
        accuracy=(scores.argmax(1) == labels).float().mean().item(),
        seconds=time.monotonic() - start,
        samples=len(labels),
    )


def train(run, data, held_out, out):
    """Trains one model and writes its log."""
    torch.manual_seed(SEED)
    model = run.model()
    optimiser, schedule = make_optimiser(run, model)
    max_steps = run.reports * run.report_steps
    folder = out / run.name
    folder.mkdir(parents=True, exist_ok=True)
    writer = run.writer(writers.RunInfo(
        folder=folder,
        settings=run.settings(),
        parameters=sum(parameter.numel() for parameter in model.parameters()),
        batch=run.batch,
        report_steps=run.report_steps,
        validate_steps=run.validate_every * run.report_steps,
        max_steps=max_steps,
        epochs=max_steps * run.batch / len(data[1]),
    ))
    source = batches(*data, run.batch)
    for number in range(1, run.reports + 1):
        block_start = time.monotonic()
        losses, right = [], 0
        for _ in range(run.report_steps):
            pictures, labels = augment(*next(source), run.pixel_noise, run.label_noise)
            scores = model(pictures)
            loss = F.cross_entropy(scores, labels)
            optimiser.zero_grad()
            loss.backward()
            grad_norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            lr = schedule.get_last_lr()[0]
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
            right += (scores.argmax(1) == labels).sum().item()
        step_seconds = (time.monotonic() - block_start) / run.report_steps
        step = number * run.report_steps
        writer.report(writers.Report(
            step=step,
            epoch=step * run.batch / len(data[1]),
            loss=sum(losses) / len(losses),
            accuracy=right / (run.batch * run.report_steps),
            lr=lr,
            grad_norm=grad_norm.item(),
            step_seconds=step_seconds,
            validation=validate(model, *held_out) if number % run.validate_every == 0 else None,
        ))
    writer.close()


def main():
    parser = argparse.ArgumentParser(description="Record the sample training runs.")
    parser.add_argument("names", nargs="*", help="runs to make (default: all)")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent)
    parser.add_argument("--reports", type=int, help="make only this many reports")
    options = parser.parse_args()
    torch.set_num_threads(1)
    data, held_out = load_data()
    for run in RUNS:
        if options.names and run.name not in options.names:
            continue
        run.reports = options.reports or run.reports
        start = time.monotonic()
        train(run, data, held_out, options.out)
        print(f"{run.name}: {run.reports} reports, {time.monotonic() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main()
