"""constraints.txt pins what pyproject.toml asks for, directly and through others."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.packaging.project import ROOT, project


def pins() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            # Plain versions alone: no address, no option, no local build such as 2.0+cpu.
            match = re.fullmatch(r"([a-z0-9-]+)==([0-9][0-9a-z.]*)", line)
            assert match, line
            assert match[1] not in found, line
            found[match[1]] = match[2]
    return found


def wanted() -> list[Requirement]:
    table = project()
    extras = table["optional-dependencies"].values()
    return [Requirement(text) for text in sum(extras, list(table["dependencies"]))]


def test_every_dependency_is_pinned_within_its_range() -> None:
    versions = pins()
    for requirement in wanted():
        version = versions[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(Version(version)), requirement


def test_what_the_dependencies_need_is_pinned_too() -> None:
    versions = pins()
    waiting, seen = wanted(), set()
    while waiting:
        name = canonicalize_name(waiting.pop().name)
        if name in seen:
            continue
        seen.add(name)
        assert name in versions
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue  # only needed with another Python or another system
        if Version(installed.version).public != versions[name]:
            continue  # someone tries another version within the ranges
        for need in map(Requirement, installed.requires or ()):
            # A need with an exact version (torch's for its GPU libraries) pins itself.
            if not any(part.operator == "==" for part in need.specifier) and (
                need.marker is None or need.marker.evaluate({"extra": ""})
            ):
                waiting.append(need)


def test_the_version_of_pyside_that_aborts_is_shut_out() -> None:
    (pyside,) = (r for r in wanted() if r.name == "PySide6-Essentials")
    assert not pyside.specifier.contains("6.12.0")
    assert pyside.specifier.contains("6.8.0")
