"""README and the pages in docs say what is true of the files beside them."""

import re
from pathlib import Path

import pytest

from recovery_kit import cli
from recovery_kit.safety import helplines

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_notebooks_is_the_notebooks():
    listed = re.findall(r"\]\(notebooks/([\w.]+)\)", README)
    assert sorted(listed) == sorted(p.name for p in ROOT.glob("notebooks/*.ipynb"))


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md")]
)
def test_links_and_pictures_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).is_file(), target


def test_every_command_is_in_readme():
    for command in cli.commands():
        assert f"recovery-kit {command}" in README


def test_the_test_command_of_readme_is_what_ci_runs():
    assert "`python start.py test`" in README
    assert "python3 start.py test" in (ROOT / ".ci/run").read_text()


def test_the_page_of_helplines_holds_every_number():
    page = (ROOT / "docs/helplines.md").read_text(encoding="utf-8")
    assert str(helplines().checked_on) in page
    for country in helplines().countries:
        for line in (country.emergency, country.crisis, country.hurt):
            assert line in page


def test_every_word_of_readme_s_python_runs(tmp_path, monkeypatch):
    (code,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    names = {}
    exec(compile(code, "README.md", "exec"), names)  # noqa: S102 - our own page
    names["journal"].close()


def test_the_changelog_names_this_version():
    from recovery_kit import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text()
