"""Which engines decide in another interpreter of the same process, and what is said of the rest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from support.checkout import ROOT
from support.engines import EVERY_ENGINE

LOT = ROOT / "examples/lots/toy-wheels.json"

# What an interpreter prints is not ours to read, so it writes a file. Python 3.14 has a public way.
ANOTHER = """
import sys
from pathlib import Path

engine, out = sys.argv[1:]
code = f'''
import sys
sys.path[:] = {sys.path!r}
from pathlib import Path
from disposition import DispositionError, Lot, load_policy
lot = Lot.from_json(Path({LOT!r}).read_bytes())
try:
    said = load_policy().decide(lot, engine={engine!r}).to_json()
except DispositionError as error:
    said = str(error)
Path({out!r}).write_text(said, encoding="utf-8")
'''
if sys.version_info >= (3, 13):
    import _interpreters
    problem = _interpreters.exec(_interpreters.create("isolated"), code)
    assert problem is None, problem
else:
    import _xxsubinterpreters
    _xxsubinterpreters.run_string(_xxsubinterpreters.create(isolated=True), code)
    if sys.version_info >= (3, 12):
        import os
        os._exit(0)  # Python 3.12 can crash when it takes such an interpreter down, see the page
"""
HAS_OWN_LOCK = sys.version_info >= (3, 12)


@pytest.mark.parametrize("engine", ["auto", *EVERY_ENGINE])
def test_an_isolated_interpreter(engine: str, tmp_path: Path) -> None:
    out = tmp_path / "said"
    code = ANOTHER.replace("{LOT!r}", repr(str(LOT)))
    command = [sys.executable, "-W", "ignore", "-c", code, engine, str(out)]
    subprocess.run(command, capture_output=True, check=True)
    said = out.read_text(encoding="utf-8")
    if engine == "durable" and HAS_OWN_LOCK:
        assert said.startswith("the engine `durable` cannot be loaded here: ")
    else:
        assert '"outcome":"rework"' in said
