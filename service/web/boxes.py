"""Boxes of what stands on a map, so that nothing lies over something else."""

from dataclasses import dataclass, replace
from typing import Any

SIGN = 0.6  # of a line's height is as wide as one sign, at most


@dataclass(frozen=True)
class Box:
    """Something on the map: its middle, its width and height."""

    x: float
    y: float
    width: float
    height: float

    def moved(self, across: float, down: float) -> "Box":
        return replace(self, x=self.x + across, y=self.y + down)

    def is_over(self, other: "Box") -> bool:
        return (abs(self.x - other.x) * 2 < self.width + other.width - 1
                and abs(self.y - other.y) * 2 < self.height + other.height - 1)  # fmt: skip

    def is_within(self, half: float) -> bool:
        """Whether all of it is in a window of `half` to each side."""
        return (abs(self.x) + self.width / 2 <= half
                and abs(self.y) + self.height / 2 <= half)  # fmt: skip

    def drawn(self) -> dict[str, Any]:
        return {"x": round(self.x), "y": round(self.y), "width": round(self.width),
                "left": round(self.x - self.width / 2),
                "top": round(self.y - self.height / 2)}  # fmt: skip
