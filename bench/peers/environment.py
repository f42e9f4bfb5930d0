"""Python environments for the programs that lingan is compared with."""
import pathlib
import subprocess
import sys
import venv


def python_with(folder, *packages):
    """The interpreter of an environment in `folder` that has the PyPI `packages`; made when missing."""
    folder = pathlib.Path(folder)
    python = folder / "bin" / "python"
    stamp = folder / "packages"
    wanted = "\n".join(packages)
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"installing {' '.join(packages)}", file=sys.stderr)
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages],
                       check=True)
        stamp.write_text(wanted)
    return str(python)
