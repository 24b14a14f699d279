"""What the new version does of an upgrade: it carries its files over, and says what that means."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from langroute_repo.company.origin import Origin
from langroute_repo.company.ownership import GENERATED, ORIGIN
from langroute_repo.tree.promotion import promotion_order
from langroute_repo.tree.read import read
from langroute_repo.tree.snapshot import Folder
from langroute_repo.tree.tree import Tree, valid
from langroute_repo.upgrade.carry import is_at
from langroute_repo.upgrade.order import Order
from langroute_repo.upgrade.staging import Staging, make_branch
from langroute_repo.wording import listed
from scripts import PROJECT
from scripts.setup.environment import Environment
from scripts.terminal.exit_codes import CLEAN
from scripts.terminal.failure import Failure
from scripts.terminal.phases import Phases
from scripts.terminal.signals import cleaned_up_in_peace
from scripts.terminal.stdout import tell
from scripts.upgrading.compared import Broken, Checkout, Finding, documents, newly
from scripts.upgrading.decided import Decided
from scripts.upgrading.handed_over import lend
from scripts.upgrading.told import Told, message, page
from validators.rules import RULES


def carry(order: Order) -> int:
    """Carry out an order; the exit code of the upgrade."""
    with (
        TemporaryDirectory(prefix="langroute-carry-") as folder,
        cleaned_up_in_peace(),
        Phases() as phases,
    ):
        carrying = Carrying(order, Path(folder), phases)
        told = carrying.made()
        carrying.commit(told)
    tell(page(order, told))
    return told.exit_code


class Carrying:
    """One order, in a folder for that alone."""

    def __init__(self, order: Order, folder: Path, phases: Phases) -> None:
        self.order = order
        self.phases = phases
        root = Path(order.root)
        self.staging = Staging(root, folder / "checkout", folder / "index")
        self.before = Checkout(root, order.old_version)
        self.after = Checkout(self.staging.folder, order.version)

    def made(self) -> Told:
        """Lay it all out, without a commit, and say what it comes to."""
        self.phases("comparing the tool's files")
        decided = Decided(self.order)
        moves = decided.moves()
        self.staging.lay(self.order.head, moves)
        self._note_origin()
        self.phases("generating what follows from the company's files")
        self._generate()
        changed = self.staging.changed(self.order.head)
        generated = [one for one in changed if one not in moves and one != ORIGIN]
        self._refuse_companys(decided, generated)
        self.phases(f"checking the files by {self.order.old_version} and {self.order.version}")
        errors, warnings, note = self._findings()
        tree = read(Folder(self.staging.folder))
        return Told(
            moves=moves,
            decisions=decided.decisions(),
            generated=generated,
            errors=errors,
            warnings=warnings,
            acceptances=list(_unknown(tree)),
            documents=dict(self._documents(tree)),
            note=note,
        )

    def commit(self, told: Told) -> None:
        """Make the branch, which is the first that points at any of it."""
        commit = self.staging.commit(self.order.head, message(self.order, told))
        make_branch(Path(self.order.root), self.order.branch, commit)

    def _note_origin(self) -> None:
        noted = Origin(origin=self.order.origin, version=self.order.version, commit=self.order.new)
        (self.staging.folder / ORIGIN).write_text(noted.text(), encoding="utf-8")

    def _generate(self) -> None:
        lend(Environment(PROJECT), self.staging.folder)
        code, _, said = self.after.run("generate")
        if code != CLEAN:
            raise Failure(
                f"{self.order.version} cannot generate what follows from the company's files:\n"
                f"{said}",
                "nothing was made; mend what it names in what is checked out here",
            )

    def _refuse_companys(self, decided: Decided, changed: list[str]) -> None:
        """What a version generates must never be what people write: it would go unseen."""
        wrong = [
            path
            for path in changed
            if not decided.is_tools(path) and not any(is_at(path, one) for one in GENERATED)
        ]
        if wrong:
            raise Failure(
                f"{self.order.version} would change what is the company's: {listed(wrong)}",
                "nothing was made; report it to whoever made that version",
            )

    def _findings(self) -> tuple[list[Finding], list[Finding], str]:
        """New errors, new warnings, and why all of them count as new where the old check broke."""
        note = ""
        try:
            was = self.before.findings()
        except Broken as error:
            was, note = [], f"{error}; so whatever is found counts as new"
        try:
            now = self.after.findings()
        except Broken as error:
            raise Failure(str(error), "nothing was made") from error
        return newly(was, now, "error"), newly(was, now, "warning"), note

    def _documents(self, tree: Tree) -> Iterator[tuple[str, tuple[bool, list[str]]]]:
        for name in promotion_order(tree):
            self.phases(f"compiling {name} by {self.order.old_version} and {self.order.version}")
            try:
                yield name, documents(self.before, self.after, name)
            except Broken as error:
                yield name, (False, [f"not compared: {error}"])


def _unknown(tree: Tree) -> Iterator[tuple[str, str]]:
    """Acceptances of rules that this version does not know: they were dropped, or renamed."""
    known = {rule.name for rule in RULES}
    for _, file, acceptance in valid(tree.accepted):
        for rule in dict.fromkeys(one.partition(" ")[0] for one in acceptance.accepts):
            if rule not in known:
                yield file.path, rule
