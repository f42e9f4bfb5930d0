"""What was found, as a JSON that is whole after every piece."""
import json

from gpu_check.commands import say


class Report:
    def __init__(self, path, facts):
        """@param path  of the JSON; what an earlier call found on the same machine with the same sources stays."""
        self.path = path
        self.found = {**facts, "pieces": {}, "benches": [], "failed": []}
        if path.exists():
            earlier = json.loads(path.read_text(encoding="utf-8"))
            if all(earlier.get(key) == facts[key] for key in ("sources", "device", "torch")):
                self.found["pieces"] = earlier["pieces"]
                self.found["benches"] = earlier["benches"]
                say(f"going on from {path}: {len(earlier['pieces'])} pieces are done")
            else:
                say(f"{path} is of other sources or another machine: beginning anew")
        self.write()

    def is_done(self, piece):
        return piece in self.found["pieces"]

    def add(self, piece, results):
        """@param results  of each check of a finished piece: `passed`, or what went wrong."""
        self.found["pieces"][piece] = results
        bad = [name for name, result in results.items() if result != "passed"]
        say(f"{piece}: {len(results) - len(bad)} passed" + (f", failed: {', '.join(bad)}" if bad else ""))
        self.write()

    def write(self):
        self.found["failed"] = [f"{piece}: {name}" for piece, results in self.found["pieces"].items()
                                for name, result in results.items() if result != "passed"]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_name(self.path.name + ".part")
        part.write_text(json.dumps(self.found, indent=2) + "\n", encoding="utf-8")
        part.replace(self.path)

    def end(self, why, status):
        """Says what was found. @return the program's exit status."""
        failed = self.found["failed"]
        checks = sum(len(results) for results in self.found["pieces"].values())
        say(f"{self.path}: {checks} checks, failed: {', '.join(failed) if failed else 'none'}" + (f"; {why}" if why else ""))
        return 1 if failed and status == 0 else status
