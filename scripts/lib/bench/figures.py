"""The figures of a run, and the bounds for them in Tests/Benchmarks.json."""

import json

import providers

THRESHOLDS = providers.ROOT / "Tests" / "Benchmarks.json"


class Figures:
    """Prints each figure as a JSON line, and notes which are worse than their bounds."""

    def __init__(self):
        self.values = {}
        self.thresholds = json.loads(THRESHOLDS.read_text()) if THRESHOLDS.exists() else {}
        self.worse = []

    def add(self, name, value, unit, drifts=True):
        """Adds one figure. One that drifts depends on the machine's load, so it has no bound."""
        value = round(value, 4)
        self.values[name] = {"value": value, "unit": unit, "drifts": drifts}
        line = {"figure": name, "value": value, "unit": unit}
        bound = None if drifts else self.thresholds.get(name)
        if bound:
            line["bound"] = bound
            if "most" in bound and value > bound["most"] or "least" in bound and value < bound["least"]:
                line["worse"] = True
                self.worse.append(name)
        print(json.dumps(line), flush=True)

    def update(self):
        """Writes bounds a tenth above or below the measured figures; fixed goals stay unchanged."""
        bounds = self.thresholds
        for name, figure in self.values.items():
            bound = bounds.get(name, {})
            if figure["drifts"] or bound.get("goal"):
                continue
            side, share = ("least", 0.9) if "least" in bound else ("most", 1.1)
            bounds[name] = {side: float(f"{figure['value'] * share:.3g}")}
        lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(bound)}" for name, bound in bounds.items())
        THRESHOLDS.write_text("{\n" + lines + "\n}\n")
