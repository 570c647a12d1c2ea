"""The review server: only its own page on this computer can talk to it."""

from __future__ import annotations

import http.client
import json
import re
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from review_cases import TEXT, session_in

from repair.formats.files import WriteError
from repair.outputs import html
from repair.review import ReviewError, line_file
from repair.review.page import payload
from repair.review.web import ReviewServer


class Client:
    """Requests as anybody could send them."""

    def __init__(self, folder: Path) -> None:
        self.session = session_in(folder)
        self.server = ReviewServer(self.session)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        self.port = self.server._server.server_port
        self.origin = f"http://127.0.0.1:{self.port}"
        self.base = f"/{self.server.token}/"

    def get(self, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
        return self.send("GET", path, None, headers)

    def post(self, path: str, body: object, **headers: str) -> tuple[int, str, dict[str, str]]:
        told = {"Origin": self.origin, "Content-Type": "application/json", **headers}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.send("POST", path, data, told)

    def send(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, str, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.putrequest(method, path, skip_host="Host" in headers)
        told = {**headers, "Content-Length": str(len(body))} if body is not None else headers
        for name, value in told.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), dict(answer.getheaders())


def serve(folder: Path) -> Iterator[Client]:
    (folder / "a.txt").write_bytes(TEXT.encode())
    (folder / "secret").write_text("nobody may read this")
    client = Client(folder)
    yield client
    client.server._server.shutdown()
    client.thread.join(5)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server that refuses what it is asked, and therefore stays as it is."""
    yield from serve(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Client]:
    """A server for one test that changes something."""
    yield from serve(tmp_path)


def test_the_page_its_parts_and_their_policy(client: Client) -> None:
    for name in ("", "review.css", "store.js", "view.js", "main.js", "data.json", "document/0"):
        status, _, headers = client.get(client.base + name)
        assert status == 200, name
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert not [h for h in headers if h.lower().startswith("access-control")]


def test_it_listens_on_the_loopback_interface_only(client: Client) -> None:
    assert client.server._server.server_address[0] == "127.0.0.1"
    assert len(client.server.token) >= 32
    assert client.server.token != ReviewServer(client.session).token


@pytest.mark.parametrize("path", ["/", "/data.json", "/wrong/", "/wrong/data.json", "//data.json"])
def test_without_the_token_there_is_nothing(client: Client, path: str) -> None:
    status, body, _ = client.get(path)
    assert status in (404, 308)
    assert "before" not in body


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1",
                                  "0.0.0.0:{port}", "[::1]:{port}",
                                  "127.0.0.1.evil.example:{port}"])  # fmt: skip
def test_another_host_name_is_refused(client: Client, host: str) -> None:
    assert client.get(client.base, Host=host.format(port=client.port))[0] in (400, 403)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{port}",
                                    "http://127.0.0.1:1", ""])  # fmt: skip
def test_another_origin_may_not_decide(client: Client, origin: str) -> None:
    body = {"numbers": [0], "verdict": "accepted"}
    status, text, _ = client.post(
        client.base + "decide", body, Origin=origin.format(port=client.port)
    )
    assert status == 403
    assert "Only the review page itself" in text
    assert client.session.states[0].verdict == "pending"


def test_a_form_or_a_text_may_not_decide(client: Client) -> None:
    body = b'{"numbers": [0], "verdict": "accepted"}'
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        assert client.post(client.base + "decide", body, **{"Content-Type": kind})[0] == 415
    assert client.get(client.base + "decide")[0] == 404
    assert client.session.states[0].verdict == "pending"


@pytest.mark.parametrize("path", ["../secret", "..%2fsecret", "document/../../secret",
                                  "%2e%2e/secret", "document/secret", "document/-1", "document/99",
                                  "secret",
                                  "document/0/../../../secret", "/etc/passwd", "review.html",
                                  "html.py", "document/%2fetc%2fpasswd"])  # fmt: skip
def test_no_path_leads_to_a_file(client: Client, path: str) -> None:
    status, body, _ = client.get(client.base + path)
    assert status in (308, 404)
    assert "nobody may read" not in body
    assert "root:" not in body


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("decide", {"numbers": [0]}), ("decide", {"numbers": [99], "verdict": "accepted"}),
        ("decide", {"numbers": [-1], "verdict": "accepted"}), ("decide", []), ("decide", b"{"),
        ("decide", {"numbers": [True], "verdict": "accepted"}), ("decide", {"numbers": "0"}),
        ("decide", {"numbers": [0], "verdict": "accepted", "replacement": 7}),
        ("decide", {"numbers": [0], "verdict": "applied"}),
        ("never", {"number": 0, "scope": "everything"}), ("never", {"number": 99, "scope": "word"}),
    ],
)  # fmt: skip
def test_what_is_no_decision_is_refused_with_a_sentence(
    client: Client, what: str, body: object
) -> None:
    status, text, _ = client.post(client.base + what, body)
    assert status in (400, 415)
    assert json.loads(text)["error"].endswith((".", "?")) or status == 400
    assert {s.verdict for s in client.session.states} == {"pending"}


def test_decisions_are_saved_as_they_are_made(own: Client) -> None:
    root = own.session.decisions.root
    body = {"numbers": [0, 2], "verdict": "accepted", "replacement": "<b>\ud83d\ude00"}
    status, text, _ = own.post(own.base + "decide", body)
    assert (status, json.loads(text)["states"]) == (
        200, [[0, "accepted", "<b>😀"], [2, "accepted", "<b>😀"]],
    )  # fmt: skip
    assert [s.verdict for s in session_in(root).states][:3] == ["accepted", "pending", "accepted"]
    own.post(own.base + "never", {"number": 1, "scope": "word"})
    own.post(own.base + "undo", {})
    own.post(own.base + "undo", {})
    assert {s.verdict for s in session_in(root).states} == {"pending"}


def test_a_full_disk_is_said(own: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise WriteError("decisions.jsonl could not be written (No space left on device).")

    monkeypatch.setattr(line_file, "append", full)
    status, text, _ = own.post(own.base + "decide", {"numbers": [0], "verdict": "rejected"})
    assert status == 507
    assert "No space left" in json.loads(text)["error"]
    assert own.session.states[0].verdict == "pending"


def test_a_file_that_is_gone_is_said(own: Client) -> None:
    (own.session.decisions.root / "a.txt").unlink()
    status, text, _ = own.get(own.base + "document/0")
    assert status == 409
    assert "a.txt cannot be shown" in json.loads(text)["error"]


def test_the_server_ends_when_the_review_is_done(own: Client) -> None:
    own.post(own.base + "decide", {"numbers": [0], "verdict": "accepted"})
    status, text, _ = own.post(own.base + "finish", {"apply": True})
    assert (status, json.loads(text)) == (200, {"written": {"a.txt": 1}, "refused": []})
    own.thread.join(5)
    assert not own.thread.is_alive()
    assert own.server.report is not None
    with pytest.raises(OSError):
        own.get(own.base)


def test_a_port_that_is_taken_is_a_sentence(client: Client) -> None:
    with pytest.raises(ReviewError, match=f"Port {client.port} cannot be used"):
        ReviewServer(client.session, client.port)


def test_the_report_is_one_file_that_loads_nothing(client: Client) -> None:
    text = html.render(payload(client.session, to_download=True))
    assert not re.search(r'(src|href)="(?!#)', text)
    assert "http" not in re.sub(r"sha256-[^']*", "", text).replace("http-equiv", "")
    assert "connect-src 'none'" in text
    assert text.count("</script>") == 2


def test_the_server_ends_although_the_browser_hangs_up(own: Client) -> None:
    body = b'{"apply": false}'
    request = (
        f"POST {own.base}finish HTTP/1.1\r\nHost: 127.0.0.1:{own.port}\r\nOrigin: {own.origin}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    hurried = socket.create_connection(("127.0.0.1", own.port))
    hurried.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    hurried.sendall(request.encode() + body)
    hurried.close()  # with a reset, whatever has been answered
    own.thread.join(5)
    assert not own.thread.is_alive()
