"""Builds the client libraries into openapi/sdk: generated from openapi.json, with the layers that are written by hand.

`python openapi/build_sdk.py [--out DIR] [python] [typescript]`; both where nothing is named. The Python one needs
openapi-python-client (a development dependency), the TypeScript one node and npm.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
CONTRACT = HERE / "openapi.json"


def main(arguments: list[str]) -> None:
    """Build those that are named."""
    builders: dict[str, Callable[[Path], None]] = {"python": build_python, "typescript": build_typescript}
    parser = argparse.ArgumentParser(description="Build the client libraries.")
    parser.add_argument("names", nargs="*", help="python, typescript; both where none is named")
    parser.add_argument("--out", type=Path, default=HERE / "sdk")
    asked = parser.parse_args(arguments)
    for name in asked.names or builders:
        builders[name](asked.out / name)
        sys.stdout.write(f"{asked.out / name}\n")


def build_python(out: Path) -> None:
    """An installable package `onrecord_client`."""
    written = HERE / "python"
    _empty(out)
    made = out / "generated"
    config = ["--config", str(written / "generator.yaml"), "--output-path", str(made)]
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(CONTRACT), *config]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    if said.count("WARNING") != said.count("Unsupported content type application/x-ndjson"):
        raise SystemExit(said)  # of the contract it may only leave out what service.py does by hand
    shutil.move(made / "onrecord_client", out / "onrecord_client")
    shutil.rmtree(made)
    shutil.copy(written / "service.py", out / "onrecord_client")
    shutil.copy(written / "README.md", out)
    _versioned(written / "package.toml", out / "pyproject.toml")


def build_typescript(out: Path) -> None:
    """An installable package `onrecord-client`: ESM with types."""
    written = HERE / "typescript"
    _empty(out)
    for name in ("README.md", "tsconfig.json"):
        shutil.copy(written / name, out)
    shutil.copytree(written / "src", out / "src")
    _versioned(written / "package.json", out / "package.json")
    _run(["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts", "--include=dev"], out)
    types = ["openapi-typescript", str(CONTRACT), "--default-non-nullable=false", "--output", "src/schema.d.ts"]
    _run(["npx", "--no-install", *types], out)
    _run(["npx", "--no-install", "tsc"], out)
    shutil.copy(out / "src" / "schema.d.ts", out / "dist")


def _empty(out: Path) -> None:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)


def _versioned(template: Path, made: Path) -> None:
    version = json.loads(CONTRACT.read_text())["info"]["version"]
    made.write_text(template.read_text().replace("@VERSION@", version))


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603


if __name__ == "__main__":
    main(sys.argv[1:])
