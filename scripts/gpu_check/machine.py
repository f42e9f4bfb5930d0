"""The machine: its device, compilers and torch, and where the other libraries are."""
import datetime
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import zipfile

LIMIT = 120  # seconds for a question; the first `import torch` reads gigabytes
SOURCES = ("CMakeLists.txt", "cmake", "lib", "tools", "tests", "bench", "scripts")


class Missing(Exception):
    """Something that gpu-check needs is not there."""


class Machine:
    def __init__(self, root, commands):
        self.root = root
        self.bundle = root.parent
        self.commands = commands
        self.build = root / "build" / "gpu-check"
        self.device = self._device()
        self.nvcc = self._program("nvcc", "put the CUDA compiler on PATH")
        self.compiler = self._compiler()
        self.torch, self.torch_folder = self._torch()

    def facts(self):
        """What the report begins with."""
        release = re.search(r"release ([\d.]+)", " ".join(self._ask("nvcc", [self.nvcc, "--version"]).lines))
        return {"date": datetime.date.today().isoformat(), "commit": self._commit(), "sources": self._digest(),
                **self.device, "nvcc": release.group(1) if release else "unknown", "torch": self.torch}

    def environment(self):
        """Variables for the build and for what it makes, and CMake's arguments for the bundle's libraries."""
        found = dict(os.environ) | {"CXX": self.compiler}
        prefix = self.bundle / "prefix" / "usr"
        if not prefix.is_dir():
            return found, []
        libraries = next(prefix.glob("lib/*-linux-gnu"))
        found["PKG_CONFIG_SYSROOT_DIR"] = str(prefix.parent)
        found["PKG_CONFIG_LIBDIR"] = f"{libraries}/pkgconfig:{prefix}/share/pkgconfig"
        found["LD_LIBRARY_PATH"] = f"{libraries}:{found.get('LD_LIBRARY_PATH', '')}".rstrip(":")
        found["PATH"] += f":{prefix}/bin"
        return found, [f"-DCMAKE_PREFIX_PATH={prefix}", f"-DICU_ROOT={prefix}"]

    def tool(self, name):
        """A program of the system, or else out of the bundle's wheel."""
        program = shutil.which(name, path=self.environment()[0]["PATH"])
        if program:
            return program
        wheels = sorted(self.bundle.glob(f"wheels/{name}-*.whl"))
        if not wheels:
            raise Missing(f"no {name}: install it, or run from a bundle of scripts/offline-bundle")
        folder = self.build / "wheels" / name
        with zipfile.ZipFile(wheels[-1]) as wheel:
            wheel.extractall(folder)
        program = next(path for path in folder.rglob(name) if path.is_file() and path.parent.name in ("bin", "scripts"))
        program.chmod(0o755)
        return str(program)

    def sanitizer(self):
        return self._program("compute-sanitizer", "it comes with the CUDA toolkit")

    @staticmethod
    def _program(name, remedy):
        found = shutil.which(name) or shutil.which(name, path="/usr/local/cuda/bin")
        if not found:
            raise Missing(f"no {name}: {remedy}")
        return found

    def _compiler(self):
        """The user's C++ compiler, or else the first that shares libstdc++ with libtorch: with a copy of its own in the
        program, what one of them allocates the other frees."""
        found = [os.environ.get("CXX"), *(shutil.which(name) for name in ("g++", "c++"))]
        for compiler in dict.fromkeys(filter(None, found)):
            if shutil.which(shlex.split(compiler)[0]) and self._shares_libstdcxx(compiler):
                return compiler
        raise Missing("no C++ compiler that links programs with libstdc++.so.6: install g++, or name one in CXX")

    def _shares_libstdcxx(self, compiler):
        self.build.mkdir(parents=True, exist_ok=True)
        source, program = self.build / "compiler.cc", self.build / "compiler"
        source.write_text("#include <iostream>\nint main() { std::cout << 1; }\n", encoding="utf-8")
        done = self._ask("compiler", [*shlex.split(compiler), source, "-o", program])
        return done.passed and b"libstdc++.so.6" in program.read_bytes()

    def _ask(self, name, command):
        return self.commands.run(f"machine-{name}", command, LIMIT, cwd=self.root)

    def _device(self):
        if not shutil.which("nvidia-smi"):
            raise Missing("no CUDA device found: there is no nvidia-smi")
        fields = "name,driver_version,compute_cap,memory.total"
        asked = self._ask("device", ["nvidia-smi", f"--query-gpu={fields}", "--format=csv,noheader"])
        if not asked.passed or "," not in "".join(asked.lines):
            raise Missing(f"no CUDA device found: {asked.lines[-1] if asked.lines else 'nvidia-smi failed'}")
        line = next(line for line in asked.lines if "," in line)
        return dict(zip(("device", "driver", "compute_capability", "memory"), map(str.strip, line.split(","))))

    def _torch(self):
        """Version and folder of the torch of `python3`, which may warn of this and that beside it."""
        code = "import torch; print(torch.__version__, int(torch._C._GLIBCXX_USE_CXX11_ABI), torch.__path__[0])"
        errors = self.build / "torch-errors"
        errors.parent.mkdir(parents=True, exist_ok=True)
        with open(errors, "w", encoding="utf-8") as file:
            asked = self.commands.run("machine-torch", ["python3", "-c", code], LIMIT, stderr=file, cwd=self.root)
        if not asked.passed or not asked.lines:
            said = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines() or [asked.failure()]
            raise Missing(f"`python3 -c 'import torch'` fails: {said[-1]}")
        version, new_strings, folder = asked.lines[-1].split(" ", 2)
        if new_strings != "1":
            raise Missing(f"torch {version} is built with the old C++ strings (_GLIBCXX_USE_CXX11_ABI=0); take 2.7 or newer")
        return version, folder

    def _commit(self):
        packed = self.bundle / "commit"
        if packed.exists():
            return packed.read_text(encoding="utf-8").strip()
        asked = subprocess.run(["git", "-C", str(self.root), "describe", "--always", "--dirty"], timeout=LIMIT,
                               capture_output=True, text=True) if shutil.which("git") else None
        return asked.stdout.strip() if asked and asked.returncode == 0 else "unknown"

    def _digest(self):
        """Of all sources: what was found with others does not count."""
        digest = hashlib.sha256()
        for name in SOURCES:
            top = self.root / name
            for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
                if path.is_file():
                    digest.update(str(path.relative_to(self.root)).encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()[:16]
