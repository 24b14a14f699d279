"""The files that are many: each named after what it describes, in a folder of its kind."""

from langroute.tree.files.cases import CasesFile
from langroute.tree.files.environment import EnvironmentFile
from langroute.tree.files.language import LanguageFile
from langroute.tree.files.model import ModelFile
from langroute.tree.files.source import SourceFile

NamedFile = LanguageFile | ModelFile | SourceFile | EnvironmentFile | CasesFile
FILES: tuple[type[NamedFile], ...] = (
    LanguageFile,
    ModelFile,
    SourceFile,
    EnvironmentFile,
    CasesFile,
)
