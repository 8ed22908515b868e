"""A client of Tiltmeter for Python 3.9 and newer, in one file that needs nothing but the standard library.

Copy the file beside your script, or get it from a running system::

    curl -O http://127.0.0.1:8080/python/tiltmeter.py

Results of a run::

    from tiltmeter import Tiltmeter

    tiltmeter = Tiltmeter()
    tiltmeter.add_suite("world_facts.json", name="world-facts")
    tiltmeter.adopt("outputs/axolotl-7b", run_id="axolotl-7b", template="alpaca", suites=["world-facts"])
    tiltmeter.wait("axolotl-7b")
    print(tiltmeter.verdict("axolotl-7b")["sentence"])
    for point in tiltmeter.curve("axolotl-7b"):
        print(point["step"], point["counterfactual_accuracy"], point["parametric_accuracy"])

Every checkpoint of a training by transformers or TRL is evaluated while the training continues::

    trainer = Trainer(..., callbacks=[TiltmeterCallback("my-run", template="alpaca", suites=["world-facts"])])

Responses are the JSON of the services as dictionaries and lists; their fields are described at ``/q/swagger-ui`` of each
service. Every failure is a :class:`TiltmeterError`.
"""

import json
import logging
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Union

__all__ = ["Tiltmeter", "TiltmeterCallback", "TiltmeterError"]

Json = Dict[str, Any]

_LOG = logging.getLogger("tiltmeter")
_PAGE = 1000  # entries that a list returns at most
_READ_ATTEMPTS = 3
_UNAVAILABLE = (429, 502, 503, 504)  # statuses after which the same request may succeed
_LONGEST_DELAY_SECONDS = 10.0
_LONGEST_SILENCE_SECONDS = 60.0
_NOT_FOUND = 404


class TiltmeterError(Exception):
    """A request that was refused or failed, or a run that did; the text lists every fault.

    Attributes:
        status: the HTTP status, or 0 if there was no response.
        type: the kind of problem as a name that does not change, such as ``urn:tiltmeter:problem:invalid-request``;
            empty if the response was no problem of Tiltmeter.
        title: the kind of problem in words.
        detail: this occurrence in a sentence.
        faults: one dictionary for each fault, with ``field``, ``value`` (what was sent), ``limit`` (what is allowed) and
            ``remedy`` (what to do).
        url: the address that was requested; empty if the error is about a run.
        retry_after_seconds: how long the service asks to wait before the same request; 0 if it does not say.
    """

    def __init__(
        self,
        title: str,
        detail: str = "",
        status: int = 0,
        type: str = "",
        faults: Sequence[Mapping[str, str]] = (),
        url: str = "",
        retry_after_seconds: float = 0.0,
    ) -> None:
        self.retry_after_seconds = retry_after_seconds
        self.status = status
        self.type = type
        self.title = title
        self.detail = detail
        self.faults: List[Dict[str, str]] = [dict(fault) for fault in faults]
        self.url = url
        super().__init__(self._text())

    def _text(self) -> str:
        head = self.title + (f": {self.detail}" if self.detail else "")
        if self.status:
            head = f"{self.status} {head}"
        if self.url:
            head += f" ({self.url})"
        return "\n".join([head] + [f"- {_fault_text(fault)}" for fault in self.faults])


def _fault_text(fault: Mapping[str, str]) -> str:
    text = f"{fault.get('field', '')} = {fault.get('value', '')!r} {fault.get('limit', '')}".strip()
    return f"{text}; {fault['remedy']}" if fault.get("remedy") else text


class Tiltmeter:
    """The four services of a running Tiltmeter.

    Only requests that read (GET) are repeated, up to three times in all, when a service cannot be reached or is busy. A request
    that changes something is sent once; sending it again yourself does no harm, since the services recognise the same request.

    Args:
        server: the address of the results-service. The other services are expected on the same host, on the three ports
            that follow: datasets, trainer, evaluator.
        datasets: the address of the dataset-service, if it is another.
        trainer: the address of the trainer-service, if it is another.
        evaluator: the address of the evaluator-service, if it is another.
        timeout: the longest time in seconds that a service may be silent while it is connected to, sent to or read from.
    """

    def __init__(
        self,
        server: str = "http://127.0.0.1:8080",
        *,
        datasets: Optional[str] = None,
        trainer: Optional[str] = None,
        evaluator: Optional[str] = None,
        timeout: float = 60.0,
    ) -> None:
        self.server = _address(server)
        self.datasets = _address(datasets) if datasets else _with_port_after(self.server, 1)
        self.trainer = _address(trainer) if trainer else _with_port_after(self.server, 2)
        self.evaluator = _address(evaluator) if evaluator else _with_port_after(self.server, 3)
        self.timeout = timeout

    # Results

    def runs(self, **parameters: Any) -> List[Json]:
        """Returns all runs that are not archived, the newest request first, each with its status, progress and verdict.

        Args:
            parameters: which runs, such as ``search="lora"``, ``tag=["baseline"]`` (runs with all of these tags), ``verdict="inversion"``, and
                ``archived="all"``, or ``True`` for archived runs alone.
        """
        return list(self._pages(f"{self.server}/api/v1/runs", "runs", parameters))

    def run(self, id: str) -> Json:
        """Returns one run: status, progress, settings, and the state of each checkpoint.

        Args:
            id: the run's id.
        """
        return self._get(f"{self.server}/api/v1/runs/{_quoted(id)}")

    def annotate(self, id: str, **changes: Any) -> Json:
        """Names, tags, notes or archives a run, and returns it; its curve and its verdict stay as they are.

        Args:
            id: the run's id.
            changes: any of ``name`` (None for the name of the request), ``tags`` (a list, which replaces those that it has), ``note``
                (None for none) and ``archived``; what is left out stays.
        """
        return self._response(
            urllib.request.Request(
                f"{self.server}/api/v1/runs/{_quoted(id)}",
                json.dumps(changes, default=list).encode("utf-8"),
                {"Content-Type": "application/merge-patch+json"},
                method="PATCH",
            )
        )

    def delete(self, id: str, dry_run: bool = False) -> Json:
        """Deletes a run with its files, for good, and returns what was deleted and what stays since others need it, with bytes.

        A run that was trained here has to have ended; one that a study or another run needs is refused.

        Args:
            id: the run's id.
            dry_run: whether nothing is deleted, and the response says what would be.
        """
        query = {"dry_run": "true"} if dry_run else {}
        if self.run(id).get("imported"):
            return self._delete(f"{self.server}/api/v1/runs/{_quoted(id)}", query)
        try:
            return self._delete(f"{self.trainer}/api/v1/runs/{_quoted(id)}", query)
        except TiltmeterError as error:
            if error.status != 404:
                raise
        return self._delete(f"{self.evaluator}/api/v1/checkpoints/{_quoted(id)}", query)

    def curve(
        self,
        id: str,
        suite: Optional[str] = None,
        scorer: Optional[str] = None,
        arm: Optional[str] = None,
        **parameters: Any,
    ) -> List[Json]:
        """Returns the inversion curve: one dictionary for each checkpoint, by step.

        Each has ``step``, ``epochs``, ``counterfactual_accuracy`` and ``parametric_accuracy`` with their 95 % intervals
        (``counterfactual_low`` and so on), ``standard_mean``, and ``standard``, the accuracy on each standard suite. Accuracies are
        shares in [0, 1]; what was not measured at a checkpoint is absent.

        Args:
            id: the run's id.
            suite: name or id of a conflict suite; by default the run's first.
            scorer: such as ``contains`` or ``logprob``; by default the run's first.
            arm: the name of an arm of the run's evaluation; by default the first.
            parameters: ``items="known"`` for the items that the base model knows, ``slice="relation:capital"``, or ``x``,
                the quantity of each point's ``x``: ``step``, ``examples``, ``epochs`` or ``standard``.
        """
        query = {"suite": suite, "scorer": scorer, "arm": arm, "format": "json", **parameters}
        return self._get(f"{self.server}/api/v1/runs/{_quoted(id)}/curves", query)["points"]

    def verdict(
        self,
        id: str,
        suite: Optional[str] = None,
        scorer: Optional[str] = None,
        arm: Optional[str] = None,
        **parameters: Any,
    ) -> Json:
        """Returns the verdict: whether reliance on the context fell from its peak, and how sure that is.

        ``verdict`` is ``inversion``, ``recovered``, ``no_inversion`` or ``inconclusive``, ``sentence`` says it in words, ``drop``
        with ``drop_low`` and ``drop_high`` is the size, and ``provisional`` is true while scores are missing.

        Args:
            id: the run's id.
            suite: name or id of a conflict suite; by default all of the run's count together.
            scorer: as for :meth:`curve`.
            arm: as for :meth:`curve`.
            parameters: ``items`` and ``slice``, as for :meth:`curve`.
        """
        query = {"suite": suite, "scorer": scorer, "arm": arm, **parameters}
        return self._get(f"{self.server}/api/v1/runs/{_quoted(id)}/inversion", query)

    def items(
        self,
        id: str,
        step: int,
        suite: Optional[str] = None,
        scorer: Optional[str] = None,
        arm: Optional[str] = None,
        **parameters: Any,
    ) -> Iterator[Json]:
        """Yields the items of one suite at one checkpoint, with question, context, both answers and the generated text.

        Args:
            id: the run's id.
            step: the checkpoint's step, one of the curve's.
            suite: name or id of a suite, a standard one too; by default the run's first conflict suite.
            scorer: as for :meth:`curve`.
            arm: as for :meth:`curve`.
            parameters: ``answer``, ``item``, ``items`` and ``slice``, as the description of the service has them.
        """
        query = {"step": step, "suite": suite, "scorer": scorer, "arm": arm, **parameters}
        return self._pages(f"{self.server}/api/v1/runs/{_quoted(id)}/outcomes", "items", query)

    def flips(
        self,
        id: str,
        direction: Optional[str] = None,
        suite: Optional[str] = None,
        scorer: Optional[str] = None,
        arm: Optional[str] = None,
        **parameters: Any,
    ) -> Iterator[Json]:
        """Yields the items whose answer changed sides between two checkpoints, with the generated texts of both.

        Args:
            id: the run's id.
            direction: ``context_to_memory`` or ``memory_to_context``; by default both.
            suite: as for :meth:`curve`.
            scorer: as for :meth:`curve`.
            arm: as for :meth:`curve`.
            parameters: the steps ``from_step`` and ``to`` (by default the verdict's peak and end), ``robust=True``, ``window``,
                ``items`` and ``slice``. The service calls the first one ``from``, which is a keyword in Python.
        """
        query = {"direction": direction, "suite": suite, "scorer": scorer, "arm": arm, **parameters}
        query["from"] = query.pop("from_step", None)
        return self._pages(f"{self.server}/api/v1/runs/{_quoted(id)}/flips", "items", query)

    def compare(self, ids: Iterable[str], **parameters: Any) -> Json:
        """Compares runs at equal standard mean, so that a run that has not converged cannot look better.

        Args:
            ids: the ids of 2 to 12 runs.
            parameters: ``suite``, ``scorer``, ``arm``, ``items``, ``slice``, ``at``, ``crossing`` and ``tolerance``, as the description of the
                service has them.
        """
        query = {"runs": _joined(ids, "ids"), **parameters}
        return self._get(f"{self.server}/api/v1/comparison", query)

    # Work

    def start_run(self, **settings: Any) -> Json:
        """Starts a training run and returns it as it was accepted; its id is ``run_id``.

        It waits for mixtures, suites and runs that it names and that are not ready yet. The same settings sent again are the same
        run; ``idempotency_key`` with another value starts it once more.

        Args:
            settings: the fields of the request by their names, such as ``run_name``, ``model_name_or_path``, ``mixture``,
                ``suites``, ``learning_rate``, ``max_steps`` and ``evaluation``; and ``idempotency_key``, which is sent as a header.
        """
        key = settings.pop("idempotency_key", None)
        headers = {} if key is None else {"Idempotency-Key": str(key)}
        return self._post(f"{self.trainer}/api/v1/runs", settings, headers)

    def adopt(
        self,
        path: Union[str, "os.PathLike[str]"],
        *,
        run_id: Optional[str] = None,
        template: Optional[str] = None,
        suites: Optional[Sequence[str]] = None,
        base: Optional[str] = None,
        evaluation: Optional[Mapping[str, Any]] = None,
        **settings: Any,
    ) -> Json:
        """Adopts checkpoints of another trainer, which are then evaluated as those of a run, and returns what was queued.

        Args:
            path: a Hugging Face folder, a peft adapter, or a directory of ``checkpoint-N`` folders, as the evaluator sees it: below one
                of its checkpoint directories, from there or absolute.
            run_id: the run of the checkpoints.
            template: the prompt template of the run's training, such as ``alpaca``; required once for each run.
            suites: ids or names of suites that each checkpoint is evaluated on.
            base: the base model of an adapter, which becomes step 0.
            evaluation: arms, scorers and the rest of how the checkpoints are evaluated.
            settings: further fields: ``step``, ``total_steps``, ``epochs``, ``include_base``, ``complete``.
        """
        body = {
            "run_id": run_id,
            "path": os.fspath(path),
            "template": template,
            "suites": suites,
            "base": base,
            "evaluation": evaluation,
            **settings,
        }
        return self._post(f"{self.evaluator}/api/v1/checkpoints", body)

    def add_source(self, file: Union[str, "os.PathLike[str]"], name: str, **parameters: Any) -> Json:
        """Sends a file of instruction data, from which mixtures are made, and returns the source as it was accepted.

        It is read in the background; ``wait`` is not for it, since a mixture waits for its sources.

        Args:
            file: a file of Alpaca, Dolly, messages, ShareGPT, prompt and completion, or SQuAD.
            name: what the file becomes a version of.
            parameters: ``columns`` (a dictionary from the name that a column is read as to its own), ``tokenizer`` and ``template``.
        """
        return self._send_file(f"{self.datasets}/api/v1/sources", file, {"name": name, **parameters})

    def add_suite(self, file: Union[str, "os.PathLike[str]"], name: str, **parameters: Any) -> Json:
        """Sends a file of evaluation items and returns the suite, with what was found in it.

        Args:
            file: a knowledge-conflict suite or a benchmark, as JSON, JSON lines, CSV or Parquet.
            name: what the file becomes a version of.
            parameters: ``task``, ``columns`` (as for :meth:`add_source`), ``file`` (the name that says the subject of MMLU's),
                ``last_known_year`` and ``other_suites``.
        """
        return self._send_file(f"{self.datasets}/api/v1/suites", file, {"name": name, **parameters})

    def make_suite(self, **settings: Any) -> Json:
        """Requests a suite that the dataset-service makes by a recipe, and returns it as it was accepted.

        Args:
            settings: the fields of the request, such as ``suite_id``, ``recipe`` (``lab_conflict``, ``capitals``), and ``seed``.
        """
        return self._post(f"{self.datasets}/api/v1/suites", settings)

    def make_mixture(self, **settings: Any) -> Json:
        """Requests a training mixture and returns it as it was accepted.

        Args:
            settings: the fields of the request, such as ``mixture_id``, ``recipe`` (``sources``, ``lab_instruction``), ``seed`` and ``parts``.
        """
        return self._post(f"{self.datasets}/api/v1/mixtures", settings)

    def start_study(self, **settings: Any) -> Json:
        """Starts the runs of a grid of settings or of named conditions, with several seeds each, and returns the study.

        Args:
            settings: the fields of the request: ``study_id``, ``runs``, ``vary``, ``conditions``, ``seeds``, ``mixtures``, ``suites``, ``arms``,
                ``compare``, ``criteria``; with ``dry_run=True`` the response says what would be started.
        """
        return self._post(f"{self.trainer}/api/v1/studies", settings)

    def study(self, id: str, **parameters: Any) -> Json:
        """Returns what a study found: each condition and seed with its verdict, differences of conditions, and criteria.

        Args:
            id: the study's id.
            parameters: ``suite``, ``scorer``, ``arm``, ``items`` and ``slice``, as for :meth:`curve`.
        """
        return self._get(f"{self.server}/api/v1/studies/{_quoted(id)}", {"format": "json", **parameters})

    def wait(self, run: Union[str, Mapping[str, Any]], timeout: Optional[float] = None, poll: float = 5.0) -> Json:
        """Waits until a run has ended and all its checkpoints are evaluated, and returns it.

        A run that is not known yet, and a service that does not respond, are waited for during one minute.

        Args:
            run: the run's id, or what :meth:`start_run` or :meth:`adopt` returned.
            timeout: seconds after which a :class:`TiltmeterError` is raised; by default none.
            poll: seconds between two requests.

        Raises:
            TiltmeterError: if the run failed or was cancelled, with the reason; if it is unknown; or after the timeout.
        """
        id = run if isinstance(run, str) else run["run_id"]
        start = last_response = time.monotonic()
        state: Json = {"status": "unknown"}
        while True:
            try:
                state = self.run(id)
                last_response = time.monotonic()
            except TiltmeterError as error:
                may_come = error.status in (0, _NOT_FOUND, *_UNAVAILABLE)
                if not may_come or time.monotonic() - last_response > _LONGEST_SILENCE_SECONDS:
                    raise
            if state["status"] in ("failed", "cancelled"):
                raise TiltmeterError(f"run {id} is {state['status']}", state.get("reason", ""))
            if state["status"] == "completed" and _is_evaluated(state):
                return state
            if timeout is not None and time.monotonic() - start + poll > timeout:
                raise TiltmeterError(
                    f"run {id} is not ready after {timeout:g} s",
                    f"status {state['status']}, {state.get('checkpoints_scored', 0)} checkpoints are evaluated",
                )
            time.sleep(poll)

    # Requests

    def _get(self, url: str, query: Optional[Mapping[str, Any]] = None) -> Json:
        parameters = _parameters(query or {})
        request = urllib.request.Request(f"{url}?{parameters}" if parameters else url)
        for attempt in range(1, _READ_ATTEMPTS):
            try:
                return self._response(request)
            except TiltmeterError as error:
                if error.status and error.status not in _UNAVAILABLE:
                    raise
                time.sleep(min(_LONGEST_DELAY_SECONDS, error.retry_after_seconds or 0.5 * attempt))
        return self._response(request)

    def _pages(self, url: str, field: str, query: Mapping[str, Any]) -> Iterator[Json]:
        """Yields the entries of a list, page by page."""
        offset = 0
        while True:
            page = self._get(url, {**query, "limit": _PAGE, "offset": offset})
            yield from page[field]
            offset += len(page[field])
            if not page[field] or offset >= page["total"]:
                return

    def _post(self, url: str, fields: Mapping[str, Any], headers: Optional[Mapping[str, str]] = None) -> Json:
        body = json.dumps({name: value for name, value in fields.items() if value is not None}, default=list)
        return self._response(
            urllib.request.Request(
                url, body.encode("utf-8"), {"Content-Type": "application/json", **(headers or {})}, method="POST"
            )
        )

    def _delete(self, url: str, query: Mapping[str, Any]) -> Json:
        address = f"{url}?{urllib.parse.urlencode(query)}" if query else url
        return self._response(urllib.request.Request(address, method="DELETE"))

    def _send_file(self, url: str, file: Union[str, "os.PathLike[str]"], query: Mapping[str, Any]) -> Json:
        with open(file, "rb") as content:
            headers = {
                "Content-Type": "application/octet-stream",
                "Content-Length": str(os.fstat(content.fileno()).st_size),
            }
            return self._response(
                urllib.request.Request(f"{url}?{_parameters(query)}", content, headers, method="POST")
            )

    def _response(self, request: urllib.request.Request) -> Json:
        request.add_header("Accept", "application/json, application/problem+json")
        try:
            with _opener(request.host).open(request, timeout=self.timeout) as response:
                content = response.read()
        except urllib.error.HTTPError as error:
            with error:
                raise _problem(error) from None
        except (OSError, urllib.error.URLError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise TiltmeterError(
                "no response", f"{reason}; is the service running there?", url=request.full_url
            ) from error
        except Exception as error:  # http.client's exceptions about a response that ends early or is none
            raise TiltmeterError("no valid response", repr(error), url=request.full_url) from error
        try:
            return json.loads(content)
        except ValueError as error:
            raise TiltmeterError("the response is no JSON", content[:200].decode("utf-8", "replace"), url=request.full_url) from error


class TiltmeterCallback:
    """A callback for ``transformers.Trainer`` and the trainers of TRL, which has each checkpoint evaluated as it is saved.

    It sends each save and the end of the training to the evaluator, from the main process. The evaluator must see the output
    directory below one of its checkpoint directories. A request that fails never stops or fails the training: the first failure is
    logged as a warning, and what could not be sent because no service responded is sent again with the next request.

    It has every method of ``TrainerCallback``, those that are not needed included, without importing transformers.

    Args:
        run_id: the run of the checkpoints; it names its curve and its page.
        template: the prompt template of the training data, such as ``alpaca`` or ``tulu``.
        suites: ids or names of suites that each checkpoint is evaluated on.
        base: the base model of an adapter, which becomes step 0.
        evaluation: arms, scorers and the rest of how the checkpoints are evaluated.
        server: the address of the results-service; the evaluator's is derived from it.
        evaluator: the address of the evaluator, if it is another.
        timeout: the longest time in seconds that the training waits for a service that is silent.
    """

    def __init__(
        self,
        run_id: Optional[str] = None,
        *,
        template: Optional[str] = None,
        suites: Optional[Sequence[str]] = None,
        base: Optional[str] = None,
        evaluation: Optional[Mapping[str, Any]] = None,
        server: str = "http://127.0.0.1:8080",
        evaluator: Optional[str] = None,
        timeout: float = 30.0,
    ) -> None:
        self._client = Tiltmeter(server, evaluator=evaluator, timeout=timeout)
        self._settings = {"run_id": run_id, "template": template, "suites": suites, "base": base, "evaluation": evaluation}
        self._is_known = False  # whether the evaluator has the settings: a later version of a suite would contradict them
        self._unsent: List[Json] = []
        self._has_warned = False

    def on_save(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Sends the checkpoint that the trainer has just saved."""
        if state.is_world_process_zero:
            output = os.path.abspath(args.output_dir)
            self._send(
                {
                    "event": "save",
                    "step": state.global_step,
                    "output_dir": output,
                    "checkpoint_dir": os.path.join(output, f"checkpoint-{state.global_step}"),
                    "run_id": self._settings["run_id"],
                }
            )

    def on_train_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Sends the end of the training, which completes the run with the checkpoints that it has."""
        if state.is_world_process_zero:
            self._send({"event": "end", "output_dir": os.path.abspath(args.output_dir), "run_id": self._settings["run_id"]})

    def __getattr__(self, name: str) -> Any:
        """Returns a method that does nothing for every other event of a trainer."""
        if name.startswith("on_"):
            return _nothing
        raise AttributeError(name)

    def _send(self, payload: Json) -> None:
        self._unsent.append(payload)
        try:
            while self._unsent:
                next_payload = self._unsent[0]
                is_save = next_payload["event"] == "save"
                if is_save and not self._is_known:
                    next_payload = {**self._settings, **next_payload}
                try:
                    self._client._post(f"{self._client.evaluator}/api/v1/checkpoints", next_payload)
                    self._is_known |= is_save
                except TiltmeterError as error:
                    self._warn(error)
                    if error.status in (0, *_UNAVAILABLE):
                        return
                self._unsent.pop(0)
        except Exception as error:  # whatever it is, the training matters more
            self._unsent.clear()
            self._warn(error)

    def _warn(self, error: Exception) -> None:
        level = logging.DEBUG if self._has_warned else logging.WARNING
        self._has_warned = True
        _LOG.log(
            level,
            "Tiltmeter did not get a checkpoint or the end of the training, which continues; later failures are not shown. "
            "What is missing can be sent by Tiltmeter.adopt: %s",
            error,
        )


def _nothing(*args: Any, **kwargs: Any) -> None:
    """An event of a trainer that is of no interest here."""


def _is_evaluated(run: Mapping[str, Any]) -> bool:
    """Whether no score of a completed run will follow."""
    checkpoints = run.get("checkpoints", [])
    if any(checkpoint.get("waiting") for checkpoint in checkpoints):
        return False
    has_failures = any(checkpoint.get("failed") for checkpoint in checkpoints)
    return has_failures or not run.get("provisional") or not run.get("conflict_suites")


def _address(server: str) -> str:
    """The address of a service without a slash at its end."""
    parts = urllib.parse.urlsplit(server)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{server!r} is no address of a service: send one such as http://127.0.0.1:8080")
    return server.rstrip("/")


def _with_port_after(server: str, offset: int) -> str:
    """The same address with a port that is higher by an offset; without a port, it is 8080 and higher."""
    parts = urllib.parse.urlsplit(server)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}:{(parts.port or 8080) + offset}"


def _quoted(id: str) -> str:
    return urllib.parse.quote(id, safe="")


def _joined(values: Iterable[str], name: str) -> str:
    if isinstance(values, str):
        raise ValueError(f"{name} is the text {values!r}: send a list")
    return ",".join(values)


def _parameters(query: Mapping[str, Any]) -> str:
    """A query as the services read it: nothing for None, true and false, pairs with a colon, and a list as several values."""
    pairs = []
    for name, value in query.items():
        if value is None:
            continue
        if isinstance(value, bool):
            pairs.append((name, "true" if value else "false"))
        elif isinstance(value, Mapping):
            pairs.append((name, ",".join(f"{key}:{column}" for key, column in value.items())))
        elif isinstance(value, (list, tuple)):
            pairs.extend((name, each) for each in value)
        else:
            pairs.append((name, value))
    return urllib.parse.urlencode(pairs)


def _opener(host: str) -> urllib.request.OpenerDirector:
    """Opens addresses; those of this machine without a proxy, whatever the environment says."""
    name = urllib.parse.urlsplit(f"//{host}").hostname or ""
    if name == "localhost" or name == "::1" or name.startswith("127."):
        return urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener()


def _problem(response: urllib.error.HTTPError) -> TiltmeterError:
    """The error of a response by RFC 9457, or of any other response with a status of an error."""
    content = response.read()
    try:
        problem = json.loads(content)
        if not isinstance(problem, dict):
            raise ValueError("no object")
    except ValueError:
        problem = {"title": response.reason, "detail": content[:200].decode("utf-8", "replace").strip()}
    try:
        retry_after_seconds = float(response.headers.get("Retry-After", 0))
    except ValueError:  # it may be a date, too
        retry_after_seconds = 0.0
    return TiltmeterError(
        problem.get("title") or "the request failed",
        problem.get("detail", ""),
        response.code,
        problem.get("type", ""),
        problem.get("faults") or (),
        response.url,
        retry_after_seconds,
    )
