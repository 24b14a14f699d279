"""The files that are many: each named after what it describes, in a folder of its kind."""

from langroute_repo.tree.files.cases import CasesFile
from langroute_repo.tree.files.environment import EnvironmentFile
from langroute_repo.tree.files.language import LanguageFile
from langroute_repo.tree.files.model import ModelFile
from langroute_repo.tree.files.source import SourceFile

NamedFile = LanguageFile | ModelFile | SourceFile | EnvironmentFile | CasesFile
FILES: tuple[type[NamedFile], ...] = (
    LanguageFile,
    ModelFile,
    SourceFile,
    EnvironmentFile,
    CasesFile,
)
