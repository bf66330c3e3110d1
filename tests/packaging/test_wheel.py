"""The wheel holds the three packages with every asset, and runs away from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

from tests.packaging.project import PACKAGES, ROOT, project


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*command, str(ROOT)], capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("heed-*.whl")
    return path


def files_of_the_checkout() -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and not {"__pycache__", "pictures"}.intersection(path.parts)
    }


def test_wheel_holds_every_file_of_the_packages_and_no_other(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == files_of_the_checkout()


def test_wheel_names_its_command_needs_and_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (entry_points,) = (name for name in names if name.endswith("entry_points.txt"))
        (metadata,) = (name for name in names if name.endswith("METADATA"))
        assert "heed = visualizer.__main__:main" in archive.read(entry_points).decode()
        said = message_from_string(archive.read(metadata).decode())
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert said["Name"] == "heed"
    assert said["Requires-Python"] == ">=3.11"
    plain = [need for need in said.get_all("Requires-Dist", []) if "extra ==" not in need]
    assert len(plain) == len(project()["dependencies"])


def test_packages_unpacked_from_the_wheel_find_their_assets(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    # PYTHONPATH comes before the checkout, which an editable installation puts on the path.
    code = (
        "from importlib.resources import files\n"
        "icon = files('assets') / 'icons' / 'train.svg'\n"
        "print(icon, icon.is_file())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.split() == [str(tmp_path / "assets" / "icons" / "train.svg"), "True"]


@pytest.mark.skipif("CI" not in os.environ, reason="installs torch: half a minute; runs in CI")
@pytest.mark.timeout(900)
def test_wheel_installed_into_an_empty_environment_runs(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True, timeout=120)
    binaries = home / ("Scripts" if os.name == "nt" else "bin")
    constraints = ["--constraint", str(ROOT / "constraints.txt")]
    subprocess.run(
        [str(binaries / "python"), "-m", "pip", "install", "--quiet", *constraints, str(wheel)],
        cwd=ROOT,
        check=True,
        timeout=700,
    )
    # Neither the checkout nor another installation may lend a module.
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def heed(*arguments: str) -> str:
        done = subprocess.run(
            [str(binaries / "heed"), *arguments],
            cwd=tmp_path,
            env=clean,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "heed tour DIR" in heed("--help")
    assert heed("--version").split()[-1] == project()["version"]
    said = heed("train", "transformer", "--steps", "2", "--json").splitlines()[-1]
    assert json.loads(said)["step"] == 2
    # The window itself, with the trained model and the icons that came in the wheel.
    heed("tour", str(tmp_path / "pictures"))
    assert len(list((tmp_path / "pictures").glob("*.png"))) >= 15
