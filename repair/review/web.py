"""The review page on this computer: a server that only its own page can talk to.

It listens on the loopback interface only; every address begins with a random token; requests whose
Host or Origin is another are refused, which keeps other web pages and rebound names out; and it
ends when the review is done.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Any

from flask import Flask, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from repair.formats.files import WriteError
from repair.outputs import html
from repair.review import ReviewError
from repair.review.apply import Report
from repair.review.page import document, payload
from repair.review.record import ACCEPTED, PENDING, REJECTED, SCOPES
from repair.review.session import Session

LOOPBACK = "127.0.0.1"
LONGEST_REQUEST = 8 << 20

_TYPES = {"css": "text/css", "js": "text/javascript"}
_HEADERS = {
    "Content-Security-Policy": html.POLICY.format(script="'self'", style="'self'", connect="'self'")
    + "; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class ReviewServer:
    """One review served to one browser; `url` is where, `run` serves until it is done."""

    def __init__(self, session: Session, port: int = 0) -> None:
        """Listen on `port`, or any free one. Raises `ReviewError` when the port is taken."""
        self.session = session
        self.token = secrets.token_urlsafe(24)
        self.report: Report | None = None  # what was written at the end, if anything was
        self._lock = Lock()
        self._over = Event()
        self._told: bytes | None = self._tell()  # made before the page asks, so that it opens fast
        try:
            self._server: BaseWSGIServer = make_server(
                LOOPBACK, port, self._app(), threaded=True, request_handler=_handler(self._over)
            )
        except (OSError, SystemExit) as error:
            raise ReviewError(
                f"Port {port} cannot be used; another program has it. Leave out --port to take "
                "any free one."
            ) from error

    @property
    def url(self) -> str:
        """The page's address, with its token."""
        return f"http://{LOOPBACK}:{self._server.server_port}/{self.token}/"

    def run(self) -> Report | None:
        """Serve until the review is finished in the page, or the process is interrupted."""
        try:
            self._server.serve_forever(poll_interval=0.05)  # how soon it sees that it is over
        finally:
            self._server.server_close()
        return self.report

    def _app(self) -> Flask:
        app = Flask("repair.review", static_folder=None)
        app.json.sort_keys = False  # type: ignore[attr-defined]
        app.config["MAX_CONTENT_LENGTH"] = LONGEST_REQUEST
        app.before_request(self._check)
        app.after_request(_with_headers)
        app.register_error_handler(HTTPException, _problem)
        app.register_error_handler(ReviewError, lambda error: (jsonify(error=str(error)), 409))
        app.register_error_handler(WriteError, lambda error: (jsonify(error=str(error)), 507))
        routes: list[tuple[str, str, Callable[..., Any]]] = [
            ("GET", "/", lambda: Response(html.shell(), mimetype="text/html")),
            ("GET", "/<name>", _asset),
            ("GET", "/data.json", self._data),
            ("GET", "/document/<int:number>", self._document),
            ("POST", "/decide", self._decide),
            ("POST", "/never", self._never),
            ("POST", "/undo", self._undo),
            ("POST", "/finish", self._finish),
        ]
        for method, path, view in routes:
            app.add_url_rule(f"/<token>{path}", path, self._guarded(view), methods=[method])
        return app

    def _guarded(self, view: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(token: str, **arguments: Any) -> Any:
            with self._lock:  # one thing at a time happens to the session
                return view(**arguments)

        return guarded

    def _check(self) -> None:
        port = self._server.server_port
        hosts = (f"{LOOPBACK}:{port}", f"localhost:{port}")
        token = request.path.split("/")[1]
        if request.host not in hosts:
            abort(403, "This address is not the review's.")
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            abort(404, "There is nothing here. Use the whole address that `repair review` showed.")
        if request.method == "POST":
            if request.headers.get("Origin") != f"http://{request.host}":
                abort(403, "Only the review page itself may decide.")
            if not request.is_json or not isinstance(request.json, dict):
                abort(415, "A decision is a JSON object.")

    def _tell(self) -> bytes:
        return json.dumps(payload(self.session), separators=(",", ":")).encode()

    def _data(self) -> Response:
        if self._told is None:
            self._told = self._tell()
        return Response(self._told, mimetype="application/json")

    def _document(self, number: int) -> Response:
        files = list(self.session.by_file)
        if number >= len(files):
            abort(404, "There is no such file in this review.")
        return jsonify(document(self.session, files[number]))

    def _decide(self) -> Response:
        body = request.json or {}
        numbers, verdict, words = (body.get(k) for k in ("numbers", "verdict", "replacement"))
        total = len(self.session.changes)
        if not (
            isinstance(numbers, list)
            and all(type(n) is int and 0 <= n < total for n in numbers)
            and isinstance(words, str | None)
            and verdict in (ACCEPTED, REJECTED, PENDING)
        ):
            abort(400, "That is not a decision about changes of this review.")
        decide = {
            ACCEPTED: lambda: self.session.accept(numbers, words),
            REJECTED: lambda: self.session.reject(numbers),
            PENDING: lambda: self.session.reopen(numbers),
        }
        return self._states(decide[verdict]())

    def _never(self) -> Response:
        body = request.json or {}
        number, scope = body.get("number"), body.get("scope")
        if type(number) is not int or not 0 <= number < len(self.session.changes):
            abort(400, "There is no such change in this review.")
        if scope not in SCOPES:
            abort(400, f"Never what? It is one of {', '.join(SCOPES)}.")
        return self._states(self.session.never(scope, number))

    def _undo(self) -> Response:
        return self._states(self.session.undo())

    def _states(self, numbers: list[int]) -> Response:
        self._told = None
        return jsonify(states=[[n, *self.session.states[n]] for n in numbers])

    def _finish(self) -> Response:
        report = Report({}, 0, ())
        if (request.json or {}).get("apply") is True:
            report = self.report = self.session.apply()
        self._over.set()
        return jsonify(written=report.written, refused=report.refused)


def _handler(over: Event) -> type[WSGIRequestHandler]:
    """Handles requests, and ends the server after the one that set `over` has been answered."""

    class Handler(WSGIRequestHandler):
        def handle(self) -> None:
            try:
                super().handle()
            finally:  # also when the browser hangs up while it is being answered
                if over.is_set():
                    Thread(target=self.server.shutdown).start()

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Nothing: requests hold the token."""

    return Handler


def _asset(name: str) -> Response:
    try:
        return Response(html.asset(name), mimetype=_TYPES[name.rpartition(".")[2]])
    except KeyError:
        abort(404, "There is nothing here.")


def _with_headers(response: Response) -> Response:
    response.headers.update(_HEADERS)
    return response


def _problem(error: HTTPException) -> tuple[Response, int]:
    return jsonify(error=error.description), error.code or 500
