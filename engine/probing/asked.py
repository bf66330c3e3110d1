"""What a look is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from engine.seen.maps import HeadReference


@dataclass(frozen=True)
class Asked:
    """A sentence, and what of it is on screen.

    Attributes
    ----------
    source : the sentence, or the running text.
    target : what the decoder's rows follow; None lets them follow the model's own output.
    heads : maps wanted at full size whatever their size is; tables : wanted by name.
    draw : chooses BERT's draw of words.
    genuine : whether the text stands in the data as it is, so that its sentences do follow each
        other.
    limit : most tokens the model may write by itself.
    """

    source: str
    target: str | None = None
    heads: tuple[HeadReference, ...] = ()
    tables: tuple[str, ...] = ()
    draw: int = 0
    genuine: bool = False
    limit: int = 64
