"""For lesson 03: blocks that are mended in part, or broken in another way."""

import torch.nn.functional as F
from torch import Tensor

from drsn_lite.lessons.lesson03.residual_blocks import Block


class NothingMended(Block):
    norms, own = 1, False


class OneNorm(Block):
    norms = 1


class GlobalShortcut(Block):
    own = False


class BatchAlways(Block):
    tracked = False


class SecondNormUnused(Block):
    def branch(self, x: Tensor) -> Tensor:
        return self.bn1(self.conv2(F.relu(self.bn1(self.conv1(x)))))


class NoNorm(Block):
    def branch(self, x: Tensor) -> Tensor:
        return self.conv2(F.relu(self.conv1(x)))


class NoShortcut(Block):
    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.branch(x))


class EarlyReLU(Block):
    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.branch(x)) + self.shortcut(x)


class NoLastReLU(Block):
    def forward(self, x: Tensor) -> Tensor:
        return self.branch(x) + self.shortcut(x)


class NoMiddleReLU(Block):
    def branch(self, x: Tensor) -> Tensor:
        return self.bn2(self.conv2(self.bn1(self.conv1(x))))


class ReLUBeforeNorm(Block):
    def branch(self, x: Tensor) -> Tensor:
        return self.bn2(self.conv2(self.bn1(F.relu(self.conv1(x)))))


class NoSecondNorm(Block):
    def branch(self, x: Tensor) -> Tensor:
        return self.conv2(F.relu(self.bn1(self.conv1(x))))


class NoFirstNorm(Block):
    def branch(self, x: Tensor) -> Tensor:
        return self.bn2(self.conv2(F.relu(self.conv1(x))))


class ReLUOnBranchToo(Block):
    def forward(self, x: Tensor) -> Tensor:
        return F.relu(F.relu(self.branch(x)) + self.shortcut(x))


class ShortcutTwice(Block):
    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.branch(x) + 2 * self.shortcut(x))


class Subtracted(Block):
    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.branch(x) - self.shortcut(x))
