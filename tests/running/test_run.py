"""A run from its inputs to its tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from toy_runs import STAGES, hashes, rows, write_documents

from pipeline.config import Config
from pipeline.reading import InputOptions
from pipeline.running import Progress, RunError, Summary, plan, run

Run = Callable[..., Summary]


def test_rows_ids_and_counts(folder: Path, toy_run: Run, tmp_path: Path) -> None:
    write_documents(folder, 12)
    told: list[Progress] = []
    summary = toy_run(progress=told.append)
    out = tmp_path / "out"
    assert summary.documents == 12 and summary.errors == 0 and summary.rows["people"] == 36
    assert [r["doc_id"] for r in rows(out, "documents")] == [f"{i:05}.txt" for i in range(12)]
    assert {r["name"]: r["person_id"].partition("#")[0] for r in rows(out, "people") if r["doc_id"] == "00004.txt"} == {
        "Lan": "00004.txt",
        "Bình": "person-Bình",
        "An": "person-An",
    }
    assert sum(r["n"] for r in rows(out, "name_counts")) == 36
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["counts"] == {"inputs": 12, "documents": 12, "unread": 0, "passing": 0}
    assert record["rows"] == dict(summary.rows)
    assert {"read", "sentences", "people", "count_names", "tables"} <= set(record["run"]["stages"])
    assert told[0].phase == "inputs" and told[-1].done == told[-1].total == 12


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of about ten documents."""
    monkeypatch.setattr(plan, "CUT", 10)


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("workers", [1, 3])
def test_bytes_do_not_depend_on_the_workers(folder: Path, toy_run: Run, tmp_path: Path, workers: int) -> None:
    write_documents(folder, 100)
    (folder / "00007.txt").write_text("ABORT", encoding="utf-8")
    (folder / "00050.pdf").write_bytes(b"not a PDF")
    toy_run("two")
    toy_run("other", workers=workers)
    assert hashes(tmp_path / "two") == hashes(tmp_path / "other")


def test_each_fault_costs_one_document(folder: Path, toy_run: Run, tmp_path: Path) -> None:
    write_documents(folder, 30)
    faults = {"03": "RAISE", "08": "ABORT", "12": "HOLD", "15": "FILL", "20": "WRONG", "25": f"KILL-ONCE {tmp_path}/k"}
    for name, text in faults.items():
        (folder / f"000{name}.txt").write_text(text, encoding="utf-8")
    summary = toy_run(deadline=4, memory_mb=300)
    found = {e["doc_id"]: (e["stage"], e["error"]) for e in rows(tmp_path / "out", "errors")}
    assert found == {
        "00003.txt": ("faults", "ValueError"),
        "00008.txt": ("worker", "WorkerDied"),
        "00012.txt": ("worker", "TooSlow"),
        "00015.txt": ("faults", "MemoryError"),
        "00020.txt": ("rows", "BadRow"),
    }
    assert summary.documents == 27 and summary.errors == 5
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["counts"] == {"inputs": 30, "documents": 27, "unread": 3, "passing": 3}


def test_a_second_run_does_nothing(folder: Path, toy_run: Run, tmp_path: Path) -> None:
    write_documents(folder, 20)
    first = toy_run()
    before = (tmp_path / "out" / "run.json").read_bytes()
    second = toy_run(workers=1)
    assert second.unchanged and second.processed == 0 and second.reused == 20
    assert (second.documents, second.rows) == (first.documents, first.rows)
    assert (tmp_path / "out" / "run.json").read_bytes() == before


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("change", ["document", "new", "gone", "settings", "separator", "table removed", "fresh"])
def test_what_makes_a_run_run(folder: Path, toy_run: Run, tmp_path: Path, change: str) -> None:
    """A changed document redoes its part only; the output is that of a first run over the same inputs."""
    write_documents(folder, 100)
    toy_run()
    again: dict[str, object] = {}
    match change:
        case "document":
            (folder / "00050.txt").write_text("Nay ông An", encoding="utf-8")
        case "new":
            (folder / "00050b.txt").write_text("Nay ông An", encoding="utf-8")
        case "gone":
            (folder / "00050.txt").unlink()
        case "settings":
            again["stages"] = {k: v for k, v in STAGES.items() if k != "people"}
        case "separator":
            again["csv_sep"] = ";"
        case "table removed":
            (tmp_path / "out" / "people.csv").unlink()
        case "fresh":
            again["fresh"] = True
    summary = toy_run(**again)
    assert not summary.unchanged
    everything = change in ("settings", "fresh")
    assert summary.processed == 100 if everything else summary.processed < 60
    if change in ("separator", "table removed"):
        assert summary.processed == 0
    toy_run("anew", **again)
    assert hashes(tmp_path / "out") == hashes(tmp_path / "anew")
    parts = [{p.name for p in (tmp_path / f"{name}.work" / "parts").iterdir()} for name in ("out", "anew")]
    assert parts[0] == parts[1], "parts that no longer belong are swept"


def test_repeats_and_equal_ids(folder: Path, toy_run: Run, tmp_path: Path) -> None:
    lines = [
        {"id": "a", "text": "Ông An  đến.", "topic": "x"},
        {"id": "b", "text": " "},
        {"id": "a", "text": "Another."},
        {"id": "c", "text": "Ông An\nđến."},
        {"id": "d", "text": "\n"},
    ]
    (folder / "t.jsonl").write_text("".join(json.dumps(r) + "\n" for r in lines), encoding="utf-8")
    toy_run(reading=InputOptions(keep_columns=("topic",)))
    documents = rows(tmp_path / "out", "documents")
    assert [(d["doc_id"], d["duplicate_of"], d["topic"]) for d in documents] == [
        ("a", None, "x"),
        ("b", None, None),
        ("c", "a", None),
        ("d", None, None),
    ]
    (error,) = [e for e in rows(tmp_path / "out", "errors") if e["stage"] == "read"]
    assert (error["doc_id"], error["error"]) == ("a", "SameId") and error["source"].endswith("t.jsonl#3")


@pytest.mark.parametrize("tokens", [True, False])
def test_tokens_table(folder: Path, toy_run: Run, tmp_path: Path, tokens: bool) -> None:
    (folder / "a.txt").write_text("Ông An đến thăm trường.", encoding="utf-8")
    toy_run(stages={**STAGES, "tokens": "pipeline.tokens:stage"}, settings={"tokens": tokens})
    assert (tmp_path / "out" / "tokens.csv").exists() == tokens
    if tokens:
        assert "".join(r["text"] for r in rows(tmp_path / "out", "tokens")).replace(" ", "") == "ÔngAnđếnthămtrường."
    assert rows(tmp_path / "out", "documents")[0]["n_tokens"] >= 4


@pytest.mark.parametrize(("texts", "expected"), [(None, ["b"]), (True, ["a.txt", "b"]), (False, None)])
def test_texts_table(folder: Path, toy_run: Run, tmp_path: Path, texts: bool | None, expected: list[str]) -> None:
    (folder / "a.txt").write_text("Ông An", encoding="utf-8")
    (folder / "b.jsonl").write_text(json.dumps({"id": "b", "text": "Ông Chi"}), encoding="utf-8")
    toy_run(settings={"texts": texts})
    there = (tmp_path / "out" / "texts.parquet").exists()
    assert [r["doc_id"] for r in rows(tmp_path / "out", "texts")] == expected if there else expected is None


def test_a_broken_step_costs_its_own_table(folder: Path, toy_run: Run, tmp_path: Path) -> None:
    (folder / "a.txt").write_text("ông An", encoding="utf-8")
    summary = toy_run(steps={"broken": "toy_stages:broken_step", "missing": "toy_stages:nothing"})
    out = tmp_path / "out"
    assert summary.errors == 2 and "name_counts" not in summary.rows
    assert not list(out.glob("name_counts*")) and not (out / "half.txt").exists()
    assert [(e["source"], e["stage"], e["error"]) for e in rows(out, "errors")] == [
        ("corpus", "broken", "LookupError"),
        ("corpus", "missing", "AttributeError"),
    ]
    assert rows(out, "people")[0]["person_id"] == "a.txt#p0", "ids of the broken step are taken back"
    assert not toy_run(steps={"broken": "toy_stages:broken_step"}).unchanged


@pytest.mark.parametrize("at", [40, -1, None], ids=["in the rows", "at the end", "gone"])
def test_a_damaged_part_is_made_again(folder: Path, toy_run: Run, tmp_path: Path, at: int | None) -> None:
    write_documents(folder, 5)
    toy_run()
    calm = hashes(tmp_path / "out")
    (part,) = (tmp_path / "out.work" / "parts").glob("*.part")
    if at is None:
        part.unlink()
    else:
        data = bytearray(part.read_bytes())
        data[at] ^= 1
        part.write_bytes(data)
    (tmp_path / "out" / "people.csv").unlink()
    if at == 40:
        with pytest.raises(RunError, match=r"part: damaged, and removed; .* run again$"):
            toy_run()
    assert toy_run().processed == 5
    assert hashes(tmp_path / "out") == calm


def test_no_inputs_of_its_own(folder: Path, toy_run: Run, tmp_path: Path) -> None:
    write_documents(folder, 3)
    toy_run("in/out")
    assert toy_run("in/out").unchanged
    assert len(rows(folder / "out", "documents")) == 3 and rows(folder / "out", "errors") == []


def test_strangers_files_stay(folder: Path, toy_run: Run, tmp_path: Path) -> None:
    write_documents(folder, 3)
    out = tmp_path / "out"
    out.mkdir()
    (out / ".gitkeep").touch()
    toy_run()
    (out / "notes").mkdir()
    (out / "notes" / "mine.md").write_text("keep", encoding="utf-8")
    write_documents(folder, 4)
    assert toy_run(steps={}).documents == 4
    assert (out / ".gitkeep").exists() and (out / "notes" / "mine.md").read_text(encoding="utf-8") == "keep"
    assert not (out / "name_counts.csv").exists(), "a table of the old output does not stay"


def test_refusals(folder: Path, toy_run: Run, tmp_path: Path) -> None:
    (folder / "a.txt").touch()
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.doc").touch()
    with pytest.raises(RunError, match=r"home: holds 'thesis.doc' and is of no earlier run"):
        toy_run("home")
    assert not (tmp_path / "home.work").exists()
    with pytest.raises(RunError, match="is a file"):
        toy_run("in/a.txt")
    with pytest.raises(RunError, match="mount point"):
        run([folder], "/")
    with pytest.raises(RunError, match="one character"):
        toy_run(csv_sep=";;")
    with pytest.raises(RunError, match="at least 1"):
        toy_run(workers=0)
    (tmp_path / "new.work").mkdir()
    (tmp_path / "new.work" / "old").mkdir()
    with pytest.raises(RunError, match=r"new.work: holds 'old'"):
        toy_run("new")
    with pytest.raises(RunError, match="cannot be loaded"):
        toy_run(stages={"none": "no_such_module:stage"})
    with pytest.raises(ValueError, match="nothing"):
        run([tmp_path / "nothing"], tmp_path / "out", Config(stages={}, steps={}))


def test_a_linked_output_folder_stays_a_link(folder: Path, toy_run: Run, tmp_path: Path) -> None:
    write_documents(folder, 2)
    (tmp_path / "disk").mkdir()
    try:
        (tmp_path / "out").symlink_to(tmp_path / "disk" / "tables")
    except OSError:
        pytest.skip("no symbolic links here")
    toy_run()
    assert (tmp_path / "out").is_symlink() and (tmp_path / "disk" / "tables" / "run.json").exists()


def test_a_file_that_changes_during_the_run_is_read_again_by_the_next(
    folder: Path, toy_run: Run, tmp_path: Path
) -> None:
    write_documents(folder, 3)
    target = folder / "00001.txt"

    def change(progress: Progress) -> None:
        if progress.phase == "inputs":
            target.write_text("ông Chi đổi", encoding="utf-8")

    toy_run(progress=change)
    assert [r["name"] for r in rows(tmp_path / "out", "people") if r["doc_id"] == "00001.txt"] == ["Chi"]
    toy_run()
    toy_run("anew")
    assert hashes(tmp_path / "out") == hashes(tmp_path / "anew")
