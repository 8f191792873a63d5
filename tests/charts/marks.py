"""Read a chart's artists back."""

import matplotlib.dates as mdates
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text


def named(ax, gid):
    """Return every artist of that name, the axes' children's too."""
    return ax.findobj(lambda artist: artist.get_gid() == gid)


def one(ax, gid):
    (artist,) = named(ax, gid)
    return artist


def points(ax, gid):
    """Return days as ISO text and their values, of a line."""
    days, values = one(ax, gid).get_data()
    return np.datetime_as_string(np.asarray(days), unit="D").tolist(), list(values)


def words(ax, gid):
    return [artist.get_text() for artist in named(ax, gid)]


def key(ax):
    legend = ax.get_legend()
    return [] if legend is None else [text.get_text() for text in legend.get_texts()]


def spans(ax, gid):
    """Return first and last day of each hatched span, as ISO text."""
    found = []
    for path in one(ax, gid).get_paths():
        x = path.vertices[:, 0]
        ends = mdates.num2date([x.min() + 0.5, x.max() - 0.5])
        found.append(tuple(f"{end:%Y-%m-%d}" for end in ends))
    return found


def draw(ax):
    FigureCanvasAgg(ax.figure).draw()
    return ax


def cut_words(ax):
    """Return the words that reach beyond the figure, once drawn."""
    draw(ax)
    box = ax.figure.bbox.padded(1)
    cut = []
    for text in ax.figure.findobj(Text):
        if text.get_text().strip() and text.get_visible():
            extent = text.get_window_extent()
            if not (
                box.contains(extent.x0, extent.y0)
                and box.contains(extent.x1, extent.y1)
            ):
                cut.append(text.get_text())
    return cut
