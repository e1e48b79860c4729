"""Bars on a logarithmic axis, as SVG that is readable on light and on dark."""

import math
from html import escape
from typing import NamedTuple

WIDTH, LEFT, RIGHT, BAR, GAP = 800, 220, 110, 18, 7
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 16px; font-weight: 600 } .panel { font-weight: 600 } .axis { font-size: 11px; fill: #656d76 }
.grid { stroke: #d1d9e0 } .ours { fill: #1a7f37 } .floor { fill: #8c959f } .peer { fill: #5f8dd3 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .axis { fill: #9198a1 } .grid { stroke: #3d444d }
  .ours { fill: #3fb950 } .floor { fill: #656c76 } .peer { fill: #4184e4 }
}
"""


class Bar(NamedTuple):
    label: str
    value: float
    shown: str
    kind: str  # ours, floor or peer


class Panel(NamedTuple):
    title: str
    bars: list
    tick: object  # how a power of ten is written


def chart(title, panels):
    """The text of the file."""
    y, parts = 44, [f'<text class="title" x="16" y="26">{escape(title)}</text>']
    for panel in panels:
        drawn, y = draw(panel, y)
        parts += drawn
    size = f'width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">\n<style>{STYLE}</style>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def draw(panel, y):
    values = [bar.value for bar in panel.bars]
    first = math.floor(math.log10(min(values)))
    last = max(math.ceil(math.log10(max(values))), first + 1)
    scale = (WIDTH - LEFT - RIGHT) / (last - first)
    top, bottom = y + 20, y + 20 + len(panel.bars) * (BAR + GAP)
    parts = [f'<text class="panel" x="16" y="{y + 10}">{escape(panel.title)}</text>']
    for power in range(first, last + 1):
        x = LEFT + (power - first) * scale
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom}"/>')
        parts.append(
            f'<text class="axis" x="{x:.1f}" y="{bottom + 14}" text-anchor="middle">'
            f"{escape(panel.tick(10.0**power))}</text>"
        )
    for row, bar in enumerate(panel.bars):
        at, length = top + row * (BAR + GAP) + 3, max(2, (math.log10(bar.value) - first) * scale)
        parts.append(f'<text x="{LEFT - 10}" y="{at + 14}" text-anchor="end">{escape(bar.label)}</text>')
        parts.append(f'<rect class="{bar.kind}" x="{LEFT}" y="{at}" width="{length:.1f}" height="{BAR}" rx="2"/>')
        parts.append(f'<text x="{LEFT + length + 6:.1f}" y="{at + 14}">{escape(bar.shown)}</text>')
    return parts, bottom + 40
