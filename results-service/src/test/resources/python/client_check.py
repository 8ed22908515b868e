"""Uses the Python client as people do. Arguments: the address of the results-service, and a run that it has."""

import json
import logging
import sys
import types
import urllib.request

from tiltmeter import Tiltmeter, TiltmeterCallback, TiltmeterError

server, run_id = sys.argv[1:]
tiltmeter = Tiltmeter(server)

assert run_id in [run["run_id"] for run in tiltmeter.runs()]
assert tiltmeter.wait(run_id, timeout=60, poll=0.5)["status"] == "completed"

curve = tiltmeter.curve(run_id, "cf_lab", "contains", "template")
assert curve[0]["step"] == 0 and curve[-1]["step"] == 250, curve
assert all(0 <= point["counterfactual_accuracy"] <= 1 for point in curve), curve
assert tiltmeter.verdict(run_id)["verdict"] == "inversion"

items = list(tiltmeter.items(run_id, 250))
assert len(items) == 80, len(items)
flipped = list(tiltmeter.flips(run_id, "context_to_memory"))
assert flipped and all(item["direction"] == "context_to_memory" for item in flipped), flipped

named = tiltmeter.annotate(run_id, name="Second try", tags=["checked", "lr:1e-4"], note="by the client", archived=True)
assert named["run_name"] == "Second try" and named["requested_name"] == run_id, named
assert run_id not in [run["run_id"] for run in tiltmeter.runs()]
assert [run["tags"] for run in tiltmeter.runs(tag=["checked", "lr:1e-4"], archived="all")] == [["checked", "lr:1e-4"]]
cleared = tiltmeter.annotate(run_id, name=None, archived=False)
assert cleared["run_name"] == run_id and cleared["note"] == "by the client" and "archived" not in cleared, cleared

try:
    tiltmeter.curve(run_id, items="some", x="y")
    raise AssertionError("the request was not refused")
except TiltmeterError as error:
    assert error.status == 400 and error.type == "urn:tiltmeter:problem:invalid-request", error
    assert sorted(fault["field"] for fault in error.faults) == ["items", "x"], error.faults
    for fault in error.faults:
        for part in ("field", "value", "limit", "remedy"):
            assert fault[part] in str(error), error

curve_file = b"step,counterfactual_accuracy\n0,0.5\n5,0.6\n9,0.4\n"
request = urllib.request.Request(f"{server}/api/v1/runs/import?name=brought-by-python", curve_file, {"Content-Type": "text/csv"})
with urllib.request.urlopen(request) as response:
    brought = json.load(response)["run_id"]
assert tiltmeter.delete(brought, dry_run=True)["dry_run"] and tiltmeter.run(brought)["imported"]
assert tiltmeter.delete(brought)["deleted"][0]["id"] == brought
assert brought not in [run["run_id"] for run in tiltmeter.runs()]

try:
    tiltmeter.run("never-heard-of")
    raise AssertionError("an unknown run was found")
except TiltmeterError as error:
    assert error.status == 404 and "never-heard-of" in error.detail, error

# A training goes on although there is no evaluator: the results-service, asked in its place, refuses each request.
warnings = []
logging.getLogger("tiltmeter").addFilter(lambda record: warnings.append(record.levelname))
callback = TiltmeterCallback("my-run", template="alpaca", evaluator=server)
arguments = types.SimpleNamespace(output_dir="outputs")
state = types.SimpleNamespace(is_world_process_zero=True, global_step=5)
callback.on_train_begin(arguments, state, None)
callback.on_save(arguments, state, None)
callback.on_save(arguments, state, None)
callback.on_train_end(arguments, state, None)
assert warnings == ["WARNING"], warnings

print("done")
