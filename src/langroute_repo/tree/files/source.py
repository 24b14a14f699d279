"""config/sources/<source>.yaml: where events come from, and their fields in each language."""

from typing import Annotated, ClassVar

from pydantic import Field

from langroute_repo.tree.files.part import Part
from langroute_repo.tree.values import FieldName, Name, Omittable, Tag


class FieldScope(Part):
    """In which languages a field exists; in all of them when nothing is said."""

    languages: Omittable[list[Tag]] = Field(None, description="It exists in these languages only.")
    except_: Omittable[list[Tag]] = Field(
        None, alias="except", description="It exists in all languages but these."
    )


class SourceFile(Part):
    """Where events come from, and which fields they have in which language."""

    folder: ClassVar[str] = "sources"
    key: ClassVar[str] = "source"

    source: Name = Field(description="Its name; the same as the file's name.")
    fields: Annotated[dict[FieldName, FieldScope], Field(min_length=1)] = Field(
        description="Each field with the languages it exists in; {} is every language.",
    )
