"""A generation as one steps through it: what is known, where one stands, what must be asked next.

Knows no Qt. Every token ever written stays in a tree; stepping back and choosing another token
starts a new path and forgets none. The weights are those the engine kept at the beginning, so an
answer is right for its place in the tree whenever it comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from engine.messages.events import Generated
from engine.seen.tokens import Axis, Token
from engine.structure import Structure
from visualizer.written_tree import Node, Path

#: Ids of <pad>, <s>, </s> and <unk>, the same in every vocabulary. A text may hold words that
#: are spelled like them.
SPECIAL = range(4)
#: Of these the one that stands for a word.
UNKNOWN = 3

_START = Token(1, "<s>", special=True)

#: "limit": as many tokens as were asked for; "full": as many as the model can take.
State = Literal["empty", "open", "waiting", "ended", "limit", "full"]


class Stepping:
    """The tree of one generation and the place in it where one stands.

    Attributes
    ----------
    source : the tokens of an encoded source; empty where a text goes on.
    prompt : the tokens that the output begins with; empty in translation.
    structure : what the model is made of.
    run, step, request : which weights write, and the number under which they were asked for.
    position : how many tokens are written, counted along :meth:`line`.
    limit : most tokens a path may have.
    """

    def __init__(self, limit: int = 64) -> None:
        self.limit = limit
        self.source: tuple[Token, ...] = ()
        self.prompt: tuple[Token, ...] = ()
        self.structure = Structure()
        self.run = self.step = self.request = 0
        self.position = 0
        self.root: Node | None = None
        self._paths = 0
        self._asked: set[tuple[int, ...]] = set()
        self._wanted: Node | None = None
        self._expected = self._floor = 0

    # ------------------------------------------------------------ what is there

    def line(self) -> list[Node]:
        """The path one is on, to its end, also beyond the place where one stands."""
        nodes: list[Node] = []
        node = self.root.followed if self.root else None
        while node is not None:
            nodes.append(node)
            node = node.followed
        return nodes

    @property
    def sequences(self) -> dict[str, tuple[Token, ...]]:
        """The tokens on screen by the name of their sequence, as in a Look."""
        written = tuple(node.token for node in self.line())
        if self.source:
            return {"source": self.source, "target": written}
        return {"text": (*self.prompt, *written)}

    def past(self, node: Node) -> tuple[Token, ...]:
        """What the model had been given to predict the token after `node`: <s>, prompt, written."""
        return (_START, *self.prompt, *(before.token for before in node.line()))

    @property
    def window(self) -> int:
        """How many of the last tokens a prediction sees; 0 where it sees all of them."""
        return self.structure.window

    @property
    def past_axis(self) -> Axis:
        """What stands along :meth:`past`."""
        return Axis("target" if self.source else "text", -1)

    @property
    def here(self) -> Node | None:
        """The token written last; the root before the first; None before anything is known."""
        return self.line()[self.position - 1] if self.position else self.root

    @property
    def deciding(self) -> Node | None:
        """The node whose candidates are on show: those from which the last token was chosen."""
        here = self.here
        return here.parent if here is not None and here.parent is not None else here

    @property
    def state(self) -> State:
        here = self.here
        if here is None:
            return "empty"
        if here.ended:
            return "ended"
        if self._wanted is not None:
            return "waiting"
        if self.position >= self.limit:
            return "limit"
        return "full" if self.position > self._room else "open"

    @property
    def grows(self) -> bool:
        """Whether more can be written at the end of the path."""
        line = self.line()
        return not (line and line[-1].ended) and len(line) < min(self.limit, self._room + 1)

    @property
    def positions(self) -> int:
        """How many tokens the model can take, <s> and prompt counted; 0 before it is known."""
        return 1 + len(self.prompt) + self._room if self.root is not None else 0

    @property
    def _room(self) -> int:
        """How many tokens can be written and still be read by the model."""
        return self.root.step.room if self.root is not None and self.root.step is not None else 0

    def paths(self) -> list[Path]:
        """Every path, in the order of discovery."""
        found: dict[int, Path] = {}
        for node in self._nodes():
            if not node.children:
                line = tuple(node.line())
                found[node.number] = Path(node.number, line, len(line) > self._room)
        return [found[number] for number in sorted(found)]

    @property
    def path(self) -> int:
        """The number of the path one is on."""
        line = self.line()
        return line[-1].number if line else 0

    def _nodes(self) -> Iterator[Node]:
        waiting = list(self.root.children) if self.root else []
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(node.children)

    # ------------------------------------------------------------ moving

    def forward(self) -> bool:
        """Write the next token, the likeliest where none was written yet.

        False where the sentence is over, or where :meth:`question` must be answered first; then
        the step is taken when the answer comes.
        """
        here = self.here
        if here is None or here.ended or self.position >= min(self.limit, self._room + 1):
            return False
        if here.followed is None:
            if here.step is None:
                self._wanted = here
                return False
            here.followed = self._child(here, 0)
        self.position += 1
        self._wanted = None
        return True

    def back(self) -> bool:
        """Take the last token back; it stays in the tree."""
        return self.go_to(self.position - 1)

    def rewind(self) -> bool:
        """Back to where nothing is written."""
        return self.go_to(0)

    def go_to(self, position: int) -> bool:
        """Stand behind the first `position` tokens of the path."""
        self._wanted = None
        if not 0 <= position <= len(self.line()) or position == self.position:
            return False
        self.position = position
        return True

    def choose(self, rank: int) -> bool:
        """Write candidate `rank` (from 0) of those on show in place of the last token."""
        node = self.deciding
        if node is None or node.step is None or not 0 <= rank < len(node.step.ids):
            return False
        self._wanted = None
        child = self._child(node, rank)
        changed = node.followed is not child or self.position == 0
        node.followed = child
        self.position = len(child.line())
        return changed

    def follow(self, node: Node) -> bool:
        """Stand behind `node`, wherever in the tree it is."""
        self._wanted = None
        before = self.here
        for step in node.line():
            if step.parent is not None:
                step.parent.followed = step
        self.position = len(node.line())
        return before is not node

    def _child(self, node: Node, rank: int) -> Node:
        assert node.step is not None
        wanted = int(node.step.ids[rank])
        for child in node.children:
            if child.token.id == wanted:
                return child
        text = node.step.tokens[rank]
        number = node.number
        if node.children:
            self._paths += 1
            number = self._paths
        probability = float(node.step.probabilities[rank])
        token = Token(wanted, text, special=wanted in SPECIAL, unknown=wanted == UNKNOWN)
        child = Node(token, node, probability, rank + 1, number)
        node.children.append(child)
        return child

    # ------------------------------------------------------------ asking and being answered

    def question(self) -> tuple[int, ...] | None:
        """The ids whose continuation must be asked for now; each is given out once."""
        if self._wanted is None:
            return None
        written = self._wanted.written()
        if written in self._asked:
            return None
        self._asked.add(written)
        return written

    def expect(self, request: int) -> None:
        """Drop every answer with a lower number from now on."""
        self._expected = self._floor = max(self._floor, request)

    def receive(self, answer: Generated) -> bool:
        """Take an answer in; False when it belongs to another generation or to nothing asked."""
        if self.outdated(answer.request):
            return False
        if not answer.next.written:
            return self._begin(answer)
        given = (answer.run, answer.step, answer.source, answer.next.prompt)
        if given != (self.run, self.step, self.source, self.prompt):
            return False
        node = self._find(tuple(token.id for token in answer.next.written))
        if node is None or node.step is not None:
            return False
        node.step = answer.next
        self._asked.discard(node.written())
        if self._wanted is node:
            self.forward()
        return True

    def give_up(self) -> None:
        """No answer will come: what was asked may be asked again."""
        self._asked.clear()
        self._wanted = None

    def end(self) -> None:
        """Forget everything, also what was asked for and has not come."""
        self._floor = self._expected + 1
        self._clear()

    def outdated(self, request: int) -> bool:
        """Whether what comes under this number is awaited no more."""
        return request < self._floor

    def _clear(self) -> None:
        self.root = None
        self.position = self._paths = 0
        self.give_up()

    def _begin(self, answer: Generated) -> bool:
        if self.root is not None and answer.request <= self.request:
            return False
        self._clear()
        self.source, self.prompt = answer.source, answer.next.prompt
        self.run, self.step, self.request = answer.run, answer.step, answer.request
        self.root = Node((_START, *self.prompt)[-1], step=answer.next)
        return True

    def _find(self, ids: tuple[int, ...]) -> Node | None:
        node = self.root
        for wanted in ids:
            if node is None:
                return None
            node = next((child for child in node.children if child.token.id == wanted), None)
        return node
