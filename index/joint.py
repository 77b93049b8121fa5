"""Several libraries read as one: each document once, the first library's first."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from index.catalogue import Catalogue
from index.joint_catalogue import JointCatalogue
from index.joint_snapshot import JointSnapshot
from index.library import Library
from index.snapshot import Snapshot


class JointLibrary:
    """Libraries to be read as one; what they hold both is the first's."""

    def __init__(self, libraries: Sequence[Library]) -> None:
        """View these, at least one."""
        self._libraries = tuple(libraries)

    @contextmanager
    def snapshot(self) -> Iterator[JointSnapshot]:
        """Give the contents of this moment to read and look through in the block."""
        with ExitStack() as stack:
            opened = [stack.enter_context(one.snapshot()) for one in self._libraries]
            yield JointSnapshot(opened)

    @contextmanager
    def catalogue(self) -> Iterator[JointCatalogue]:
        """Give what documents are called and mention, at this moment, in the block."""
        with ExitStack() as stack:
            opened = [stack.enter_context(one.catalogue()) for one in self._libraries]
            yield JointCatalogue(opened)


AnyLibrary = Library | JointLibrary
AnyCatalogue = Catalogue | JointCatalogue
AnySnapshot = Snapshot | JointSnapshot
