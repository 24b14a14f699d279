"""What is a company's own, and what a newer version of the tool may touch."""

import pytest

from langroute_repo.company.ownership import COMPANYS, is_companys, tools


@pytest.mark.parametrize(
    "path",
    [
        "config/languages/de.yaml",
        "README.md",
        ".github/CODEOWNERS",
        ".github/settings/plan.yaml",
        "infra/production.template.json",
        "schemas/language.schema.json",
    ],
)
def test_what_names_people_and_models_is_the_companys(path: str) -> None:
    assert is_companys(path)


@pytest.mark.parametrize(
    "path",
    [
        "examples/acme/config/languages/de.yaml",
        "docs/README.md",
        "configuration.py",
        ".github/workflows/push.yml",
        "validators/README.md",
    ],
)
def test_what_only_looks_like_it_is_the_tools(path: str) -> None:
    assert tools([path, *COMPANYS]) == [path]
