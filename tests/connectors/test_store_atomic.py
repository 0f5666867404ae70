"""The store when things go wrong: killed, full, closed, shared. Old or new, never torn."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kortreist.connectors import atomic_write, import_inventory, inventory, vintages
from kortreist.connectors import store as store_module
from kortreist.connectors.store import PREFIX, locked, read_bytes, store_folder, sweep
from kortreist.errors import StoreError

posix = pytest.mark.skipif(os.name == "nt", reason="signals and locks of POSIX")
IMPORTER = """
import sys
from pathlib import Path
from kortreist.connectors import import_inventory
home, start = Path(sys.argv[1]), int(sys.argv[2])
import polars
print("ready", flush=True)
for n in range(start, start + 1000):
    file = home / f"in-{start}_2026-01-01.csv"
    head = "Kommune,År,Sektor,Utslippskilde,Utslipp\\n"
    names = [f"kilde {i}" for i in range(400)]
    file.write_text(head + "".join(f"Skien,2009,a,{s},{n}\\n" for s in names), "utf-8")
    import_inventory(file, data_dir=home, confirm_large_change=True)
"""
WRITER = """
import os, random, signal, sys, time
from pathlib import Path
from kortreist.connectors.store import atomic_write, store_folder
folder, draw = Path(sys.argv[1]), random.Random(7)
for kill in range(60):
    child = os.fork()
    if child == 0:
        for n in range(10**6):
            atomic_write(folder / "one", bytes([n % 256]) * 300_000)
            files = {"a": bytes([n % 256]) * 90_000, "b": b"b"}
            store_folder(folder / "many" / f"{kill}-{n}", files)
    time.sleep(draw.uniform(0.001, 0.06))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if (folder / "one").exists():
        content = (folder / "one").read_bytes()
        assert len(content) == 300_000 and len(set(content)) == 1, "torn"
    for made in (folder / "many").glob("[!.]*"):
        content = (made / "a").read_bytes()
        assert len(content) == 90_000 and len(set(content)) == 1, "torn"
        assert (made / "b").read_bytes() == b"b"
print(sum(1 for _ in (folder / "many").glob("[!.]*")))
"""


def csv(data_dir: Path, value: float, name: str = "a_2026-01-01.csv") -> Path:
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / name
    path.write_text(
        f"Kommune,År,Sektor,Utslippskilde,Utslipp\nSkien,2009,Veitrafikk,Busser,{value}\n", "utf-8"
    )
    return path


@posix
@pytest.mark.long
def test_an_import_killed_at_any_moment_leaves_only_whole_vintages(tmp_path: Path) -> None:
    draw = random.Random(20261123)

    def start(n: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", IMPORTER, str(tmp_path), str(n * 1000 + 1)],
            stdout=subprocess.PIPE,
            text=True,
        )

    kept: set[str] = set()
    following = start(0)
    for kill in range(200):  # a busy machine lets fewer imports through before the kill
        if kill >= 20 and len(kept) >= 2:
            break
        worker, following = following, start(kill + 1)
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        time.sleep(draw.uniform(0.0, 0.12))
        worker.send_signal(signal.SIGKILL)
        assert worker.wait() == -signal.SIGKILL
        worker.stdout.close()
        known = [v for v in vintages(tmp_path) if v.file]
        assert kept <= {v.id for v in known}, "a vintage was lost"
        kept = {v.id for v in known}
        for vintage in known[-8:]:
            if "4003" in vintage.places:
                rows = inventory("4003", vintage.id, tmp_path).rows
                assert len(rows) == vintage.rows == 400
                assert len({r.value for r in rows}) == 1
    following.kill()
    following.wait()
    assert following.stdout is not None
    following.stdout.close()
    assert len(kept) >= 2, "the workers did import"
    import_inventory(csv(tmp_path, 0.5), data_dir=tmp_path, confirm_large_change=True)
    assert not list((tmp_path / "vintages").glob(PREFIX + "*")), "leavings are cleared away"
    assert len(vintages(tmp_path)) >= len(kept) + 1


@posix
@pytest.mark.long
def test_writes_killed_sixty_times_are_never_torn(tmp_path: Path) -> None:
    (tmp_path / "many").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(tmp_path)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (errno.ENOSPC, "store.full"),
        (errno.EDQUOT, "store.full"),
        (errno.EROFS, "store.no_permission"),
        (errno.EIO, "store.cannot_write"),
    ],
)
@pytest.mark.parametrize("where", ["write", "fsync", "rename"])
def test_an_error_in_any_step_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, key: str, where: str
) -> None:
    before = import_inventory(csv(tmp_path, 1), data_dir=tmp_path)
    atomic_write(tmp_path / "one", b"old")

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        if where == "write":
            patch.setattr(store_module, "_write_synced", fail)
        else:
            patch.setattr(store_module.os, where, fail)
            patch.setattr(store_module.os, "replace", fail)
        with pytest.raises(StoreError) as caught:
            import_inventory(csv(tmp_path, 1.5), data_dir=tmp_path)
        assert caught.value.key == key
        assert caught.value.exit_code == 2
        with pytest.raises(StoreError):
            atomic_write(tmp_path / "one", b"new")
    assert (tmp_path / "one").read_bytes() == b"old"
    assert inventory("4003", data_dir=tmp_path).vintage == before.vintage
    assert not list(tmp_path.rglob(PREFIX + "*"))
    assert import_inventory(csv(tmp_path, 1.5), data_dir=tmp_path).unchanged is False
    assert inventory("4003", data_dir=tmp_path).total(2009) == 1.5


@pytest.fixture
def small_disk() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    mount = shutil.which("mount")
    if mount is None or os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root can make a small disk")
    made = subprocess.run([mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)])
    if made.returncode:
        pytest.skip("no small disk here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def test_a_disk_that_is_really_full(small_disk: Path, tmp_path: Path) -> None:
    import_inventory(csv(tmp_path, 1), data_dir=small_disk)
    big = tmp_path / "b_2026-02-02.csv"
    big.write_text(
        "Kommune,År,Sektor,Utslippskilde,Utslipp\n"
        + "".join(f"Skien,2009,a,kilde {i},{i}\n" for i in range(4000)),
        "utf-8",
    )
    with pytest.raises(StoreError) as caught:
        import_inventory(big, data_dir=small_disk, confirm_large_change=True)
    assert caught.value.key == "store.full"
    assert "full" in caught.value.message("nb")
    assert inventory("4003", data_dir=small_disk).total(2009) == 1
    assert not list(small_disk.rglob(PREFIX + "*")), "the room is given back"
    import_inventory(csv(tmp_path, 1.5), data_dir=small_disk)
    assert inventory("4003", data_dir=small_disk).total(2009) == 1.5


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError) as caught:
        import_inventory(csv(tmp_path, 1), data_dir=tmp_path / "file")
    assert caught.value.key == "store.cannot_write"
    assert str(tmp_path / "file") in str(caught.value)
    with pytest.raises(StoreError):
        read_bytes(tmp_path / "not there")


@posix
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_home_without_permission(tmp_path: Path) -> None:
    data_dir = tmp_path / "home"
    data_dir.mkdir(mode=0o555)
    with pytest.raises(StoreError) as caught:
        import_inventory(csv(tmp_path, 1), data_dir=data_dir)
    assert caught.value.key == "store.no_permission"


def test_many_at_once_make_one_vintage(tmp_path: Path) -> None:
    path = csv(tmp_path, 1)
    code = (
        "import sys; from pathlib import Path; from kortreist.connectors import import_inventory;"
        "r = import_inventory(Path(sys.argv[1]), data_dir=Path(sys.argv[2])); print(r.unchanged)"
    )
    command = [sys.executable, "-c", code, str(path), str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = sorted(p.communicate()[0].strip() for p in running)
    assert answers == ["False", "True", "True", "True"]
    assert len(vintages(tmp_path)) == 2


def test_an_unfinished_folder_is_never_seen(tmp_path: Path) -> None:
    made = import_inventory(csv(tmp_path, 1), data_dir=tmp_path).vintage
    torn = tmp_path / "vintages" / (PREFIX + "xyz")
    shutil.copytree(tmp_path / "vintages" / made.id, torn)
    (torn / "vintage.json").write_text("{")
    assert next(v.id for v in vintages(tmp_path)) == made.id
    sweep(tmp_path / "vintages")
    assert torn.exists(), "it may be another run's, at work now"
    import_inventory(csv(tmp_path, 1.5), data_dir=tmp_path)
    assert not torn.exists()


@posix
def test_the_lock_is_waited_for_and_given_up(tmp_path: Path) -> None:
    with locked(tmp_path / "v"):
        with pytest.raises(StoreError) as caught, locked(tmp_path / "v", wait=0.05):
            pass
        assert caught.value.key == "store.busy"
    assert store_folder(tmp_path / "v" / "x", {"a": b"1"})
    assert not store_folder(tmp_path / "v" / "x", {"a": b"2"})
    assert (tmp_path / "v" / "x" / "a").read_bytes() == b"1"


def test_old_leavings_of_plain_writes_are_swept(tmp_path: Path) -> None:
    old, new = tmp_path / (PREFIX + "old"), tmp_path / (PREFIX + "new")
    for path in (old, new):
        path.write_bytes(b"")
    os.utime(old, (1, 1))
    atomic_write(tmp_path / "sub" / "x", b"1")
    assert old.exists(), "another folder is not touched"
    atomic_write(tmp_path / "x", b"1")
    assert not old.exists()
    assert new.exists()
