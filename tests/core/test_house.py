"""Rules that hold for the whole tree: import direction, light imports, size of modules, clean locks."""

from __future__ import annotations

import ast
import json
import lzma
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

import pipeline

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "pipeline").rglob("*.py"))
#: From the bottom to the top; a module imports only from its own layer's package or from a lower layer.
LAYERS = (
    ("types",),
    ("text", "lexicon", "schema", "config"),
    ("citations", "dates", "sentences", "tokens"),
    ("layout", "names", "roles", "linking"),
    ("engine",),
    ("reading", "dataframes", "corpus", "dictionary"),
    ("view", "show"),
    ("running",),
    ("progress",),
    ("cli",),
    ("__init__", "__main__"),
)
HEAVY = {
    "spacy",
    "underthesea",
    "underthesea_core",
    "pandas",
    "pyarrow",
    "numpy",
    "trafilatura",
    "lxml",
    "pypdfium2",
    "pycrfsuite",
}


def _area(module: Path) -> str:
    return module.relative_to(ROOT / "pipeline").with_suffix("").parts[0]


def _rank(area: str) -> int:
    return next(i for i, layer in enumerate(LAYERS) if area in layer)


def _run_time_imports(tree: ast.AST, inside: bool) -> list[str]:
    """Imported modules, without those under TYPE_CHECKING; `inside`: those in functions too."""
    found = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            found += [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            found += [f"{base}.{a.name}" for a in node.names] if base == "pipeline" else [base]
        elif inside or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found += _run_time_imports(node, inside)
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(module: Path) -> None:
    mine, areas = _area(module), {_area(m) for m in MODULES}
    for name in _run_time_imports(ast.parse(module.read_text(encoding="utf-8")), inside=True):
        other = name.removeprefix("pipeline.").split(".")[0]
        if name.startswith("pipeline.") and other in areas - {mine}:
            assert _rank(other) <= _rank(mine), f"{module.name} imports {name}, which lies above it"


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_stay_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400


def test_the_command_line_imports_nothing_heavy() -> None:
    code = "import sys, pipeline.cli, pipeline.engine; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not HEAVY & set(loaded)


@pytest.mark.parametrize("call", ["dates.extract('24/8/2021')", "citations.extract('Luật Đất đai năm 2013')"])
def test_extractors_need_no_import_of_their_own(call: str) -> None:
    subprocess.run([sys.executable, "-c", f"import pipeline; assert pipeline.{call}"], check=True)


def test_all_names_resolve() -> None:
    for name in pipeline.__all__:
        assert getattr(pipeline, name) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        _ = pipeline.nonsense


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda p: p.name)
def test_locks_are_hashed_and_name_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in [line.split()[0].lstrip("-") for line in text.splitlines() if line.startswith("--")]
    pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert pins and all("==" in line and line.endswith("\\") for line in pins)


def test_no_model_framework_is_pulled_in() -> None:
    pins = {
        line.split("==")[0]
        for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    assert not pins & {"torch", "tensorflow", "jax", "transformers"}


def test_the_samples_hold_no_run_of_words_of_other_peoples_texts(shared: Callable[[str], Path]) -> None:
    run = 14
    ours: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in [*(ROOT / "data" / "raw").rglob("*.*"), *(ROOT / "tests" / "roles").glob("*.tsv")]:
        words = re.findall(r"\w+", path.read_bytes().decode("utf-8", "replace").casefold())
        for i in range(len(words) - run + 1):
            ours[words[i], words[i + run - 1]].add(" ".join(words[i : i + run]))
    assert len(ours) > 1000
    gold = [line for name in ("train", "dev") for line in shared(f"gold/{name}.jsonl").read_text("utf-8").split("\n")]
    lines = [*lzma.decompress(shared("text/raw.jsonl.xz").read_bytes()).decode("utf-8").split("\n"), *gold]
    for line in filter(None, lines):
        words = re.findall(r"\w+", json.loads(line)["text"].casefold())
        for i, ends in enumerate(zip(words, words[run - 1 :], strict=False)):
            if ends in ours and (same := " ".join(words[i : i + run])) in ours[ends]:
                raise AssertionError(same)
