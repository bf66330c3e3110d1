"""A column of a model's diagram: the blocks of a stack with their shapes, and its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from torch import nn

from engine.layers.attention import MultiHeadAttention
from engine.layers.blocks import DecoderLayer, FeedForward, SelfAttentionLayer, Sublayer
from engine.layers.norms import PARAMETERS
from engine.layers.positions import Positions
from engine.seen.tokens import Axis
from engine.structure import Block, Part, TableLayout

#: Parameters as (name, shape), as the papers write them: x W + b, so a matrix is (in, out).
Weights = tuple[tuple[str, tuple[int, ...]], ...]


@dataclass
class Lane:
    """Grows block by block, each upon the one before unless its inputs are given.

    Attributes
    ----------
    name : as in :class:`engine.structure.Block`.
    symbol, axis : its tokens, in shapes ("S", "T") and in tables.
    width : features of each token.
    blocks, tables : what has been laid down so far.
    """

    name: str
    symbol: str
    axis: Axis
    width: int
    blocks: list[Block] = field(default_factory=list)
    tables: list[TableLayout] = field(default_factory=list)

    @property
    def top(self) -> str:
        """The name of the block laid down last."""
        return self.blocks[-1].name

    @property
    def shape(self) -> tuple[str | int, ...]:
        """Of what most blocks give: `width` features for each token."""
        return self.symbol, self.width

    def add(
        self,
        name: str,
        part: Part,
        title: str,
        weights: Weights = (),
        *,
        layer: int = -1,
        inputs: tuple[str, ...] | None = None,
        shape: tuple[str | int, ...] | None = None,
        table: str = "",
        group: str = "",
    ) -> None:
        """Lay down a block."""
        below = (self.top,) if self.blocks else ()
        shape = self.shape if shape is None else shape
        inputs = below if inputs is None else inputs
        self.blocks.append(
            Block(name, part, title, self.name, layer, inputs, shape, weights, table, group)
        )

    def promise(self, name: str) -> str:
        """Promise a table of features for each token; gives its name."""
        self.tables.append(TableLayout(name, (self.axis, "feature")))
        return name

    def embedding(
        self, text: str, rows: Mapping[str, tuple[str, Weights]], total: str, title: str
    ) -> None:
        """The tokens of `text`, the rows that are added for each, and their sum.

        rows : title and weights of each by the name of its table; total : the sum's table.
        """
        self.add(text, "input", text, shape=(self.symbol,))
        for name, (called, weights) in rows.items():
            part: Part = "position" if name.endswith("position") else "embedding"
            self.add(name, part, called, weights, inputs=(text,), table=self.promise(name))
        self.add(total, "add", title, inputs=tuple(rows), table=self.promise(total))

    def norm(self, name: str, norm: nn.LayerNorm, layer: int = -1, table: str = "") -> None:
        """Layer normalisation; its output may have a table of another name besides its own."""
        self.promise(f"{name}.in")
        given = self.promise(f"{name}.out")
        self.tables.append(
            TableLayout(f"{name}.parameters", ("parameter", "feature"), {"parameter": PARAMETERS})
        )
        weights = norm_weights(norm)
        self.add(name, "norm", "layer norm", weights, layer=layer, table=table or given)

    def layer(
        self,
        layer: SelfAttentionLayer | DecoderLayer,
        group: str,
        masked: bool = False,
        memory: str = "",
    ) -> None:
        """The next layer of the stack; `memory` names the block that a cross attention reads."""
        n = 1 + max((block.layer for block in self.blocks), default=-1)
        name = f"{self.name}.{n}"
        title = "masked multi-head attention" if masked else "multi-head attention"
        weights = attention_weights(layer.self_attention)
        block = Block(f"{name}.self", "attention", title, layer=n, weights=weights, group=group)
        self._sublayer(layer.around_self, f"{name}.around_self", block)
        if isinstance(layer, DecoderLayer):
            block = Block(
                f"{name}.cross",
                "attention",
                "encoder-decoder attention",
                layer=n,
                inputs=(memory,),
                weights=attention_weights(layer.cross_attention),
                group="cross",
            )
            self._sublayer(layer.around_cross, f"{name}.around_cross", block)
        net, weights = f"{name}.feed_forward", feed_forward_weights(layer.feed_forward)
        block = Block(net, "feed-forward", "feed-forward", layer=n, weights=weights)
        around, output = f"{name}.around_feed_forward", self.promise(f"{name}.output")
        self._sublayer(layer.around_feed_forward, around, block, output)

    def _sublayer(self, around: Sublayer, name: str, inner: Block, output: str = "") -> None:
        """A sublayer, its residual connection and its norm; a layer's last fills `output`."""
        start, n = self.top, inner.layer
        if around.pre_norm:
            self.norm(f"{name}.norm", around.norm, n)
        inputs = (self.top, *inner.inputs)
        self.blocks.append(replace(inner, lane=self.name, inputs=inputs, shape=self.shape))
        joined = output if around.pre_norm else f"{name}.norm.in"
        self.add(f"{name}.add", "add", "add", layer=n, inputs=(start, self.top), table=joined)
        if not around.pre_norm:
            self.norm(f"{name}.norm", around.norm, n, output)


def norm_weights(norm: nn.LayerNorm) -> Weights:
    """Gain and bias of a norm."""
    return (("γ", tuple(norm.weight.shape)), ("β", tuple(norm.bias.shape)))


def linear_weights(layer: nn.Linear, name: str = "W", bias: str = "b") -> Weights:
    """Matrix and bias of a linear layer."""
    return ((name, (layer.in_features, layer.out_features)), (bias, (layer.out_features,)))


def attention_weights(attention: MultiHeadAttention) -> Weights:
    """W^Q, W^K, W^V of all heads side by side, W^O, and their biases."""
    d = attention.project_out.in_features
    names = ("Q", "K", "V", "O")
    return (*((f"W^{n}", (d, d)) for n in names), *((f"b^{n}", (d,)) for n in names))


def feed_forward_weights(net: FeedForward) -> Weights:
    """Both layers of a feed-forward net."""
    return (
        *linear_weights(net.project_in, "W₁", "b₁"),
        *linear_weights(net.project_out, "W₂", "b₂"),
    )


def position_weights(positions: Positions) -> Weights:
    """The table of positions where it is learned; sinusoids are no weights."""
    learned = isinstance(positions.table, nn.Parameter)
    return (("Wₚ", tuple(positions.table.shape)),) if learned else ()
