"""The text of one paragraph of a page while its tags and characters come in."""

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Gathered:
    """What has come of a paragraph so far.

    Attributes:
        chunks: Its text, in order.
        length: How many characters that is.
        spaced: Whether a space at its end would be one too many.
        breaks: 1 where it ends with a line break, else 0.
        links: How many links began in it.
        linked: How many of its visible characters are in links.
        bold: How many of its visible characters are bold.
        anchors: What a link can point to: characters of the text, and names.
    """

    chunks: list[str] = field(default_factory=list)
    length: int = 0
    spaced: bool = True
    breaks: int = 0
    links: int = 0
    linked: int = 0
    bold: int = 0
    anchors: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text, its ends not stripped."""
        return "".join(self.chunks)

    def add(self, text: str, bold: bool, linked: bool) -> None:
        """Take text, all of it bold or not, in a link or not."""
        self.chunks.append(text)
        self.length += len(text)
        self.spaced = text[-1:] == " "
        visible = len(text.strip())
        if visible:
            self.breaks = 0
        if bold:
            self.bold += visible
        if linked:
            self.linked += visible

    def place(self) -> "Place":
        """Return where it ends now, to be taken back to."""
        return Place(self, len(self.chunks), self.length, self.spaced, self.links)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a paragraph, and what was counted up to it."""

    paragraph: Gathered
    chunks: int
    length: int
    spaced: bool
    links: int

    @property
    def after(self) -> str:
        """The text that has come since."""
        return "".join(self.paragraph.chunks[self.chunks :])

    @property
    def before(self) -> str:
        """The last of the text up to here."""
        chunks = self.paragraph.chunks
        return "".join(chunks[max(0, self.chunks - 2) : self.chunks])

    def take_back(self) -> None:
        """Take away the text that has come since; its anchors stay, here."""
        paragraph = self.paragraph
        del paragraph.chunks[self.chunks :]
        added = paragraph.length - self.length
        paragraph.linked = max(0, paragraph.linked - added)
        paragraph.links = self.links
        paragraph.length, paragraph.spaced = self.length, self.spaced
        paragraph.anchors = [
            (min(at, self.length), name) for at, name in paragraph.anchors
        ]
