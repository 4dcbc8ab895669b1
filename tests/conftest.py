"""Fixtures of the whole suite: no connection leaves the machine; the shared material may be absent."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
_LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Connections beyond this machine raise; loopback and Unix sockets pass."""
    connect, lookup = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(_LOOPBACK):
            raise OSError(f"a test may not connect to {address}")
        return connect(self, address)

    def guarded_lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host and not str(host).startswith(_LOOPBACK):
            raise OSError(f"a test may not look up {host}")
        return lookup(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_lookup)
    yield


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """``shared("gold/dev.jsonl")``: the path below the shared folder; skips the test where it is absent."""

    def find(name: str) -> Path:
        if not (SHARED / name).exists():
            pytest.skip(f"needs shared/{name}, which is not part of the project")
        return SHARED / name

    return find


@pytest.fixture(scope="session")
def gold(shared: Callable[[str], Path]) -> Callable[[str], list[dict[str, Any]]]:
    """``gold("train")``: the annotated documents of that set."""

    def load(name: str) -> list[dict[str, Any]]:
        return [
            json.loads(line) for line in shared(f"gold/{name}.jsonl").read_text(encoding="utf-8").split("\n") if line
        ]

    return load
