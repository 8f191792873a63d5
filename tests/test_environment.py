"""environment.yml and both locks are in step with pyproject.toml."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCKS = [ROOT / "requirements.lock", ROOT / "tests" / "requirements.lock"]


def listed(path: Path) -> list[str]:
    """Return the items of environment.yml, without reading YAML in general."""
    lines = path.read_text(encoding="utf-8").splitlines()
    items = [line.strip().removeprefix("- ") for line in lines if " - " in line]
    return [item for item in items if item not in ("conda-forge", "pip:", "pip")]


def test_environment_yml_lists_what_pyproject_needs():
    test = PROJECT["optional-dependencies"]["test"]
    nbval = [line for line in test if line.startswith("nbval")]
    python = "python" + PROJECT["requires-python"]
    expected = [python, *PROJECT["dependencies"], *nbval, "-e ."]
    assert sorted(listed(ROOT / "environment.yml")) == sorted(expected)


def test_environment_yml_has_the_project_s_name():
    assert f"\nname: {PROJECT['name']}\n" in (ROOT / "environment.yml").read_text()


def locked(path: Path) -> set[tuple[str, str]]:
    """Return every name with its version; a name has two where a marker says which."""
    return set(re.findall(r"^([\w.-]+)==(\S+)", path.read_text(), flags=re.MULTILINE))


@pytest.mark.parametrize("path", LOCKS, ids=["run", "test"])
def test_a_lock_holds_hashes_and_no_address(path):
    text = path.read_text()
    assert "://" not in text
    for block in re.split(r"\n(?=\S)", text.partition("\nanyio")[2]):
        assert "--hash=sha256:" in block


@pytest.mark.parametrize("path", LOCKS, ids=["run", "test"])
def test_a_lock_states_its_command_without_a_path_of_one_machine(path):
    command = path.read_text().splitlines()[1]
    assert command.startswith("#    uv pip compile pyproject.toml --group start")
    assert " /" not in command


@pytest.mark.parametrize("path", LOCKS, ids=["run", "test"])
def test_a_lock_satisfies_pyproject(path):
    needed = [*PROJECT["dependencies"], "hatchling"]
    if path.parent.name == "tests":
        needed += PROJECT["optional-dependencies"]["test"]
    for requirement in map(Requirement, needed):
        name = canonicalize_name(requirement.name)
        versions = [version for other, version in locked(path) if other == name]
        assert versions
        assert all(version in requirement.specifier for version in versions)


def test_the_tests_lock_holds_all_of_the_other_with_the_same_versions():
    run, test = map(locked, LOCKS)
    assert run <= test
