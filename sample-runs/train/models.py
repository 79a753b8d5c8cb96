"""Small versions of ten well-known networks, for 1-channel pictures of 10 digits.

Each keeps the layout of the original (kinds of blocks, how many, in which
order) with few channels, so that it trains on one CPU core in minutes.
"""

import torch
from torch import nn
from torch.nn import functional as F

CLASSES = 10


def conv_bn(inputs, outputs, kernel=3, stride=1, groups=1, activation=nn.ReLU):
    """Convolution with batch normalisation and, unless None, an activation."""
    layers = [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    if activation is not None:
        layers.append(activation())
    return nn.Sequential(*layers)


def pooled_head(channels):
    """Global average pooling and one linear layer."""
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, CLASSES))


def lenet5():
    """LeNet-5: two convolutions with tanh and average pooling, three linear layers."""
    return nn.Sequential(
        nn.Conv2d(1, 6, 3, padding=1), nn.Tanh(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 3, padding=1), nn.Tanh(), nn.AvgPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * 2 * 2, 120), nn.Tanh(),
        nn.Linear(120, 84), nn.Tanh(),
        nn.Linear(84, CLASSES),
    )


def cnn():
    """Plain CNN: three convolutions, dropout, two linear layers."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Dropout(0.4),
        nn.Linear(32 * 2 * 2, 64), nn.ReLU(),
        nn.Linear(64, CLASSES),
    )


class BasicBlock(nn.Module):
    """The two-convolution residual block of ResNet-18 and ResNet-34."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(
            conv_bn(inputs, outputs, stride=stride),
            conv_bn(outputs, outputs, activation=None),
        )
        if stride == 1 and inputs == outputs:
            self.shortcut = nn.Identity()
        else:
            self.shortcut = conv_bn(inputs, outputs, kernel=1, stride=stride, activation=None)

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


def resnet(block_counts, width):
    """Residual network with four stages of basic blocks."""
    layers, channels = [conv_bn(1, width)], width
    for stage, count in enumerate(block_counts):
        outputs = width * 2**stage
        for block in range(count):
            stride = 2 if stage > 0 and block == 0 else 1
            layers.append(BasicBlock(channels, outputs, stride))
            channels = outputs
    return nn.Sequential(*layers, pooled_head(channels))


def resnet18():
    """ResNet-18: blocks 2, 2, 2, 2."""
    return resnet((2, 2, 2, 2), width=12)


def resnet34():
    """ResNet-34: blocks 3, 4, 6, 3."""
    return resnet((3, 4, 6, 3), width=8)


def vgg11():
    """VGG-11 with an eighth of the channels; the last two poolings are left out."""
    layers, channels = [], 1
    for outputs in (8, "pool", 16, "pool", 32, 32, "pool", 64, 64, 64, 64):
        if outputs == "pool":
            layers.append(nn.MaxPool2d(2))
        else:
            layers.append(conv_bn(channels, outputs))
            channels = outputs
    return nn.Sequential(
        *layers, nn.Flatten(),
        nn.Linear(channels, 64), nn.ReLU(), nn.Dropout(0.3),
        nn.Linear(64, CLASSES),
    )


class Fire(nn.Module):
    """SqueezeNet's block: a narrow 1x1 layer, then 1x1 and 3x3 side by side."""

    def __init__(self, inputs, squeezed, expanded):
        super().__init__()
        self.squeeze = nn.Conv2d(inputs, squeezed, 1)
        self.expand1 = nn.Conv2d(squeezed, expanded, 1)
        self.expand3 = nn.Conv2d(squeezed, expanded, 3, padding=1)

    def forward(self, x):
        x = F.relu(self.squeeze(x))
        return F.relu(torch.cat((self.expand1(x), self.expand3(x)), dim=1))


def squeezenet():
    """SqueezeNet 1.1: eight fire modules, with an eighth of the channels."""
    network = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(),
        Fire(8, 4, 8), Fire(16, 4, 8), nn.MaxPool2d(2),
        Fire(16, 4, 16), Fire(32, 4, 16), nn.MaxPool2d(2),
        Fire(32, 6, 24), Fire(48, 6, 24), Fire(48, 8, 32), Fire(64, 8, 32),
        nn.Dropout(0.2), nn.Conv2d(64, CLASSES, 1),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(),
    )
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d):
            nn.init.kaiming_uniform_(layer.weight)
    return network


class DenseLayer(nn.Module):
    """One layer of a dense block: its output is appended to its input."""

    def __init__(self, inputs, growth):
        super().__init__()
        self.body = nn.Sequential(
            nn.BatchNorm2d(inputs), nn.ReLU(),
            nn.Conv2d(inputs, growth, 3, padding=1, bias=False),
        )

    def forward(self, x):
        return torch.cat((x, self.body(x)), dim=1)


def densenet():
    """DenseNet with three dense blocks of four layers, growth rate 8."""
    growth, channels = 8, 16
    layers = [nn.Conv2d(1, channels, 3, padding=1, bias=False)]
    for block in range(3):
        if block > 0:
            layers += [conv_bn(channels, channels // 2, kernel=1), nn.AvgPool2d(2)]
            channels //= 2
        for _ in range(4):
            layers.append(DenseLayer(channels, growth))
            channels += growth
    return nn.Sequential(*layers, nn.BatchNorm2d(channels), nn.ReLU(), pooled_head(channels))


class MBConv(nn.Module):
    """EfficientNet's block: widen, depthwise, squeeze-and-excite, narrow."""

    def __init__(self, inputs, outputs, expansion, kernel, stride):
        super().__init__()
        hidden = inputs * expansion
        self.widen = conv_bn(inputs, hidden, kernel=1, activation=nn.SiLU)
        self.depthwise = conv_bn(hidden, hidden, kernel, stride, groups=hidden, activation=nn.SiLU)
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(hidden, max(2, inputs // 4), 1), nn.SiLU(),
            nn.Conv2d(max(2, inputs // 4), hidden, 1), nn.Sigmoid(),
        )
        self.narrow = conv_bn(hidden, outputs, kernel=1, activation=None)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        y = self.depthwise(self.widen(x))
        y = self.narrow(y * self.gate(y))
        return x + y if self.residual else y


def efficientnet():
    """The start of EfficientNet-B0's layout: six MBConv blocks, a quarter of the channels."""
    return nn.Sequential(
        conv_bn(1, 8, activation=nn.SiLU),
        MBConv(8, 8, 1, 3, 1),
        MBConv(8, 12, 3, 3, 2), MBConv(12, 12, 3, 3, 1),
        MBConv(12, 20, 3, 5, 2), MBConv(20, 20, 3, 5, 1),
        MBConv(20, 28, 3, 3, 1),
        conv_bn(28, 64, kernel=1, activation=nn.SiLU),
        pooled_head(64),
    )


class LSTM(nn.Module):
    """LSTM that reads a picture row by row."""

    def __init__(self, row=8, hidden=64):
        super().__init__()
        self.lstm = nn.LSTM(row, hidden, num_layers=2, batch_first=True)
        self.head = nn.Linear(hidden, CLASSES)

    def forward(self, x):
        return self.head(self.lstm(x.squeeze(1))[0][:, -1])


class ViT(nn.Module):
    """Vision transformer: patches of 2x2, a class token, four layers."""

    def __init__(self, side=8, patch=2, width=32, depth=4, heads=4):
        super().__init__()
        self.patches = nn.Conv2d(1, width, patch, patch)
        self.token = nn.Parameter(torch.zeros(1, 1, width))
        self.position = nn.Parameter(0.02 * torch.randn(1, (side // patch) ** 2 + 1, width))
        layer = nn.TransformerEncoderLayer(
            width, heads, 2 * width, dropout=0.1, activation="gelu",
            batch_first=True, norm_first=True,
        )
        self.encoder = nn.TransformerEncoder(layer, depth, nn.LayerNorm(width))
        self.head = nn.Linear(width, CLASSES)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat((self.token.expand(len(x), -1, -1), x), dim=1)
        return self.head(self.encoder(x + self.position)[:, 0])
